import { lambdaConsumer } from 'fanout/runtime';
import { tableName } from '../../table-variables.ts';
import { orders } from './consumer.ts';

const { env } = process;

export const handler = lambdaConsumer(orders(tableName('Orders', env)), env);
