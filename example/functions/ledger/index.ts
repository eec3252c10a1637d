import { lambdaConsumer } from 'fanout/runtime';
import { createDocuments } from '../../documents.ts';
import { tableName } from '../../table-variables.ts';
import { ledger } from './consumer.ts';
import { lineCounter } from './line-count.ts';

const { env } = process;
const linesTable = tableName('LedgerLines', env);

export const handler = lambdaConsumer(ledger(linesTable, lineCounter(createDocuments(), linesTable)), env);
