/** Lambda's SQS event, as far as the runtime reads it. */
export interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}

/** Lambda's wrapper round one SQS message. */
export interface SqsRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** SQS's own attributes: `ApproximateReceiveCount`, `MessageGroupId`, `AWSTraceHeader` and others. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly messageAttributes: Readonly<Record<string, SqsRecordAttribute>>;
  readonly eventSourceARN: string;
}

/** A message attribute as Lambda passes it on. */
export interface SqsRecordAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  /** Base64. */
  readonly binaryValue?: string;
}

/**
 * Lambda's partial batch response: exactly the messages to keep, by message id. An empty list means that every
 * message may be deleted.
 */
export interface SqsBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}
