import { lambdaConsumer } from 'fanout/runtime';
import { createDocuments } from '../../documents.ts';
import { PaymentGateway } from '../../payment-gateway.ts';
import { tableName } from '../../table-variables.ts';
import { payment } from './consumer.ts';

const { env } = process;

export const handler = lambdaConsumer(payment(new PaymentGateway(createDocuments(), tableName('Gateway', env))), env);
