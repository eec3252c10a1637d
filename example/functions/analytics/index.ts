import { lambdaConsumer } from 'fanout/runtime';
import { required, variables } from '../../variables.ts';
import { analytics } from './consumer.ts';

const { env } = process;

export const handler = lambdaConsumer(analytics(required(env, variables.facts)), env);
