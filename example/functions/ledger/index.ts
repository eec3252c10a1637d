import { lambdaConsumer } from 'fanout/runtime';
import { createDocuments } from '../../documents.ts';
import { required, variables } from '../../variables.ts';
import { ledger } from './consumer.ts';
import { lineCounter } from './line-count.ts';

const { env } = process;
const linesTable = required(env, variables.ledgerLines);

export const handler = lambdaConsumer(ledger(linesTable, lineCounter(createDocuments(), linesTable)), env);
