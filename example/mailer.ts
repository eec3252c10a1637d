import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

/** One mail. */
export interface Mail {
  /** Idempotency key: the mail service sends one mail per key. */
  readonly key: string;
  readonly orderId: string;
  readonly to: string;
  readonly subject: string;
}

/** A mail to an address that starts like this ends the process as soon as it was sent. A repeat finds it sent. */
export const CRASHING_ADDRESS = 'crash-once';

/** A fake mail service. It stands for a system outside ours, so its table is written outside our transactions. */
export class Mailer {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(documents: DynamoDBDocumentClient, tableName: string) {
    this.#documents = documents;
    this.#tableName = tableName;
  }

  /** Sends a mail. Idempotent by `key`. */
  async send({ key, ...mail }: Mail): Promise<void> {
    try {
      await this.#documents.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { pk: key, ...mail, sentAt: new Date().toISOString() },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        return;
      }
      throw error;
    }
    if (mail.to.startsWith(CRASHING_ADDRESS)) {
      process.exit(1);
    }
  }
}
