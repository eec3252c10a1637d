/** Codes of SQS's query protocol that its JSON protocol spells otherwise, by their common end. */
const PREFIX = /^(AWS\.SimpleQueueService\.|com\.amazonaws\.sqs#)/;
const SUFFIX = /(Exception|Fault)$/;

/** `ok`, or the error's code without the prefixes and suffixes in which protocols differ. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.name.replace(PREFIX, '').replace(SUFFIX, '') : String(error);
  }
}
