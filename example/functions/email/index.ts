import { lambdaConsumer } from 'fanout/runtime';
import { createDocuments } from '../../documents.ts';
import { Mailer } from '../../mailer.ts';
import { tableName } from '../../table-variables.ts';
import { email } from './consumer.ts';

const { env } = process;

export const handler = lambdaConsumer(email(new Mailer(createDocuments(), tableName('Mails', env))), env);
