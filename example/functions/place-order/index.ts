import { lambdaProducer } from 'fanout/runtime';
import { tableName } from '../../table-variables.ts';
import { placeOrder } from './producer.ts';

const { env } = process;

export const handler = lambdaProducer(placeOrder(tableName('Orders', env)), env);
