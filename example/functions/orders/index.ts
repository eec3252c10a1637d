import { lambdaConsumer } from 'fanout/runtime';
import { required, variables } from '../../variables.ts';
import { orders } from './consumer.ts';

const { env } = process;

export const handler = lambdaConsumer(orders(required(env, variables.orders)), env);
