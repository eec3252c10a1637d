import { lambdaConsumer } from 'fanout/runtime';
import { createDocuments } from '../../documents.ts';
import { tableName } from '../../table-variables.ts';
import { inventory } from './consumer.ts';
import { reservationFinder } from './reservation.ts';

const { env } = process;
const tables = { stock: tableName('Stock', env), reservations: tableName('Reservations', env) };

export const handler = lambdaConsumer(
  inventory(tables, reservationFinder(createDocuments(), tables.reservations)),
  env,
);
