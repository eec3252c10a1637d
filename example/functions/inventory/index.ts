import { lambdaConsumer } from 'fanout/runtime';
import { createDocuments } from '../../documents.ts';
import { required, variables } from '../../variables.ts';
import { inventory } from './consumer.ts';
import { reservationFinder } from './reservation.ts';

const { env } = process;
const tables = { stock: required(env, variables.stock), reservations: required(env, variables.reservations) };

export const handler = lambdaConsumer(
  inventory(tables, reservationFinder(createDocuments(), tables.reservations)),
  env,
);
