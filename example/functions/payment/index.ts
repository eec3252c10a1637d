import { lambdaConsumer } from 'fanout/runtime';
import { createDocuments } from '../../documents.ts';
import { PaymentGateway } from '../../payment-gateway.ts';
import { required, variables } from '../../variables.ts';
import { payment } from './consumer.ts';

const { env } = process;

export const handler = lambdaConsumer(
  payment(new PaymentGateway(createDocuments(), required(env, variables.gateway))),
  env,
);
