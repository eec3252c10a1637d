import { lambdaProducer } from 'fanout/runtime';
import { required, variables } from '../../variables.ts';
import { placeOrder } from './producer.ts';

const { env } = process;

export const handler = lambdaProducer(placeOrder(required(env, variables.orders)), env);
