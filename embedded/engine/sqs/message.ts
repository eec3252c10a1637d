/** A message attribute. Binary values are base64. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, perhaps with a label: `Number.int`. */
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a producer sends. */
export interface OutgoingMessage {
  readonly body: string;
  readonly messageAttributes?: MessageAttributes;
  /** 0 to 900; not on FIFO queues, which have one delay for all. */
  readonly delaySeconds?: number;
  /** FIFO queues need it; on standard queues it is the fair queue's tenant. */
  readonly messageGroupId?: string;
  /** FIFO queues only. */
  readonly messageDeduplicationId?: string;
  /** `AWSTraceHeader`, which does not count as an attribute or towards the size. */
  readonly traceHeader?: string;
}

/** What the service answers for a message that it took. */
export interface SentMessage {
  readonly messageId: string;
  /** FIFO queues only: 20 digits, larger for later messages. */
  readonly sequenceNumber?: string;
}

/** What a message carries wherever it is moved to. */
export interface MessageContent {
  readonly body: string;
  readonly messageAttributes: MessageAttributes;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  readonly traceHeader?: string;
}

/** A message in a queue. */
export interface StoredMessage extends MessageContent {
  readonly messageId: string;
  /** Its place in the queue: what was sent later has a larger one. */
  readonly position: number;
  readonly sequenceNumber?: string;
  /** When its retention began. */
  readonly sentTimestamp: number;
  readonly deadLetterQueueSourceArn?: string;
  state: 'delayed' | 'visible' | 'inFlight' | 'gone';
  /** When a delayed message or one in flight becomes visible. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number;
  lastReceivedAt: number;
}
