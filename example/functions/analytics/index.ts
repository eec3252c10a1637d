import { lambdaConsumer } from 'fanout/runtime';
import { tableName } from '../../table-variables.ts';
import { analytics } from './consumer.ts';

const { env } = process;

export const handler = lambdaConsumer(analytics(tableName('Facts', env)), env);
