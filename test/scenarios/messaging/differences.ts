import type { Difference, ScenarioTarget } from '../scenario.ts';

type Differences = Readonly<Record<string, Difference>>;

const INVALID = 'InvalidParameterValue';
const NO_MOVE_TASKS: Difference = {
  because: 'fauxqs has no message move tasks',
  sees: { refused: 'InvalidAction' },
};

/** fauxqs 2.4.1. */
const FAUXQS: Differences = {
  'a message that is not in flight cannot be hidden': {
    because: 'fauxqs takes a change of visibility in every state',
    sees: 'ok',
  },
  'what is no receipt handle is refused': { because: 'fauxqs does not look at receipt handles', sees: 'ok' },
  'a body is not empty and has XML’s characters only': {
    because: 'fauxqs refuses characters beyond the basic plane, which AWS allows',
    sees: ['MissingParameter', 'InvalidMessageContents', 'InvalidMessageContents', 'InvalidMessageContents'],
  },
  'a message has at most 10 attributes': { because: 'fauxqs does not count attributes', sees: ['ok', 'ok'] },
  'attributes have a name, a type and a value that is not empty': {
    because: 'fauxqs does not look at attributes',
    sees: { 'AWS.name': 'ok', '.name': 'ok', 'na..me': 'ok', type: 'ok', empty: 'ok', label: 'ok' },
  },
  'the group of a message on a standard queue arrives: it is the fair queue’s tenant': {
    because: 'fauxqs drops the group on standard queues',
    sees: [undefined],
  },
  'a message may have a delay of its own, up to 15 minutes': {
    because: 'fauxqs has no longest delay, so the message with too long a one waits too',
    sees: ['ok', 2, [], ['a']],
  },
  'a name cannot be used again within 60 seconds of its queue’s deletion': {
    because: 'fauxqs forgets deleted queues',
    sees: ['QueueDoesNotExist', 'ok'],
  },
  'purging deletes everything, and not twice within 60 seconds': {
    because: 'fauxqs forgets purges',
    sees: [[], 'ok'],
  },
  'one receive gives several messages of a group, in order': {
    because: 'fauxqs gives one message of a group per receive',
    sees: ['a1'],
  },
  'an expired handle deletes nothing on a FIFO queue, and says so': {
    because: 'fauxqs does not look at receipt handles',
    sees: 'ok',
  },
  'deduplication per group keeps messages of two groups apart': {
    because: 'fauxqs stores the scope of deduplication and does not apply it',
    sees: 1,
  },
  'a message needs a group and a deduplication id, and has no delay of its own': {
    because: 'fauxqs does not look at the length of a group’s id',
    sees: ['MissingParameter', INVALID, INVALID, 'ok'],
  },
  'a receive that is repeated with the same attempt id gives the same messages and handles': {
    because: 'fauxqs ignores ReceiveRequestAttemptId',
    sees: [0, false],
  },
  'a message moves at the receive that exceeds maxReceiveCount, with its id, count and origin': {
    because: 'fauxqs counts the move as a receive and does not note where the message came from',
    sees: { counts: [1, 2], sameId: true, count: 4, fromSource: false },
  },
  'a message from FIFO to FIFO gets its message id as deduplication id, and keeps its group': {
    because: 'fauxqs keeps the deduplication id',
    sees: ['a', false],
  },
  'a redrive policy names an existing queue of the same kind and 1 to 1000 receives': {
    because: 'fauxqs does not look at redrive policies until it moves a message',
    sees: ['ok', 'ok', 'ok', 'ok'],
  },
  'a dead-letter queue can refuse its sources': {
    because: 'fauxqs stores the redrive allow policy and does not apply it',
    sees: ['ok', 'ok', 'ok'],
  },
  'a dead-letter queue knows its sources': {
    because: 'fauxqs has no ListDeadLetterSourceQueues',
    sees: { refused: 'InvalidAction' },
  },
  'a move task gives messages back to their source as new ones': NO_MOVE_TASKS,
  'a moved message has a new id': NO_MOVE_TASKS,
  'a move task keeps to its rate, runs once per queue and can be cancelled': NO_MOVE_TASKS,
  'a move task starts only at the dead-letter queue of an SQS queue, at 1 to 500 messages a second': {
    because: 'fauxqs has no message move tasks',
    sees: ['InvalidAction', 'InvalidAction', 'InvalidAction', 'InvalidAction', []],
  },
  'more than 10 attributes are discarded with raw delivery, and fit the envelope': {
    because: 'fauxqs does not count attributes',
    sees: [1, 1],
  },
  'a topic may take up to 1 MiB': {
    because: 'fauxqs is older than MaximumMessageSize on topics',
    sees: ['InvalidParameter', 'InvalidParameter'],
  },
  'a bad entry of a published batch fails alone': {
    because: 'fauxqs does not look at attributes',
    sees: [['1', '2', '3'], [], ['a', 'b', 'c']],
  },
  'a published batch has 1 to 10 entries, distinct ids and at most 256 KiB': {
    because: 'fauxqs does not add up the sizes of a batch',
    sees: ['EmptyBatchRequest', 'TooManyEntriesInBatchRequest', 'BatchEntryIdsNotDistinct', 'ok'],
  },
  'a FIFO topic keeps order, groups and ids, and drops copies': {
    because: 'fauxqs delivers one message of a group per receive, so the second waits for the first',
    sees: [['a1', 'g', 'a1']],
  },
  'a FIFO topic answers with sequence numbers that grow': {
    because: 'fauxqs gives FIFO topics no sequence numbers',
    sees: [false, false],
  },
  'a FIFO topic delivers to standard queues too, a standard topic not to FIFO queues': {
    because: 'fauxqs subscribes every queue to every topic',
    sees: [['a'], 'ok'],
  },
  'the group of a message on a standard topic reaches standard queues': {
    because: 'fauxqs drops the group on standard topics',
    sees: [undefined],
  },
  'what cannot be delivered goes to the subscription’s dead-letter queue': {
    because: 'fauxqs does not use subscriptions’ dead-letter queues',
    sees: [],
  },
  'a subscription’s dead-letter queue is of the topic’s kind': {
    because: 'fauxqs does not look at subscriptions’ redrive policies',
    sees: ['ok', 'ok'],
  },
  'exact strings match a String, and a member of a String.Array': {
    because: 'fauxqs never matches String.Array',
    sees: ['rugby'],
  },
  'numbers: equality by value, ranges, and no strings': {
    because: 'fauxqs makes numbers of strings',
    sees: [['exact'], ['top', 'words']],
  },
  'exists, and exists not': {
    because: 'fauxqs lets no message without attributes pass a policy',
    sees: [['present'], []],
  },
  'bodies: nested keys, lists, types': {
    because: 'fauxqs makes numbers of strings in bodies too, and matches no lists',
    sees: ['{"order":{"kind":"7"}}', '{"order":{"kind":"new"}}', '{"order":{"kind":7}}'],
  },
  'policies have at most 5 keys and 150 combinations, and are not nested for attributes': {
    because: 'fauxqs takes a nested policy for attributes',
    sees: {
      'five keys': 'ok',
      'six keys': 'InvalidParameter',
      '150 combinations': 'ok',
      '160 combinations': 'InvalidParameter',
      nested: 'ok',
    },
  },
  'policies with unknown operators or wrong operands are refused': {
    because: 'fauxqs does not look at conditions before it applies them',
    sees: { operator: 'ok', comparison: 'ok', range: 'ok', exists: 'ok', 'two operators': 'ok', 'no list': 'ok' },
  },
};

/** LocalStack 4.14.0. */
const LOCALSTACK: Differences = {
  'a time-out is 0 to 43,200 seconds': {
    because: 'LocalStack does not look at the range of a time-out',
    sees: ['ok', 'ok'],
  },
  'a message that is not in flight cannot be hidden': {
    because: 'LocalStack takes a change of visibility in every state',
    sees: 'ok',
  },
  'the handle of an earlier receive deletes nothing on a standard queue': {
    because:
      'LocalStack keeps all handles of a message valid, as AWS sometimes does; AWS promises it for the last one only',
    sees: ['ok', []],
  },
  'a message has at most 10 attributes': { because: 'LocalStack does not count attributes', sees: ['ok', 'ok'] },
  'attributes have a name, a type and a value that is not empty': {
    because: 'LocalStack allows two periods in a row',
    sees: { 'AWS.name': INVALID, '.name': INVALID, 'na..me': 'ok', type: INVALID, empty: INVALID, label: 'ok' },
  },
  'a message may have a delay of its own, up to 15 minutes': {
    because: 'LocalStack has no longest delay, so the message with too long a one waits too',
    sees: ['ok', 2, [], ['a']],
  },
  'settings have ranges': {
    because: 'LocalStack does not look at the values of settings',
    sees: ['ok', 'ok', 'ok', 'ok', 'ok'],
  },
  'a copy within five minutes is answered like the first message and not delivered': {
    because: 'LocalStack gives the copy a sequence number of its own',
    sees: [[true, false], ['x']],
  },
  'a receive that is repeated with the same attempt id gives the same messages and handles': {
    because: 'LocalStack ignores ReceiveRequestAttemptId',
    sees: [0, false],
  },
  'a message from FIFO to FIFO gets its message id as deduplication id, and keeps its group': {
    because: 'LocalStack keeps the deduplication id',
    sees: ['a', false],
  },
  'a redrive policy names an existing queue of the same kind and 1 to 1000 receives': {
    because: 'LocalStack does not look at redrive policies',
    sees: ['ok', 'ok', 'ok', 'ok'],
  },
  'a dead-letter queue can refuse its sources': {
    because: 'LocalStack stores the redrive allow policy and does not apply it',
    sees: ['ok', 'ok', 'ok'],
  },
  'a move task gives messages back to their source as new ones': {
    because: 'LocalStack moves the message itself: its receive count goes on',
    sees: { status: 'COMPLETED', moved: 2, toMove: 2, received: ['a: 4', 'b: 4'] },
  },
  'a moved message has a new id': {
    because: 'LocalStack moves the message itself: id and origin stay',
    sees: ['a', true, false],
  },
  'a move task starts only at the dead-letter queue of an SQS queue, at 1 to 500 messages a second': {
    because: 'LocalStack has no highest rate',
    sees: [INVALID, INVALID, 'ok', 'ResourceNotFound', []],
  },
  'more than 10 attributes are discarded with raw delivery, and fit the envelope': {
    because: 'LocalStack does not count attributes',
    sees: [1, 1],
  },
  'a topic may take up to 1 MiB': {
    because: 'LocalStack is older than MaximumMessageSize on topics',
    sees: ['InvalidParameter', 'InvalidParameter'],
  },
  'a bad entry of a published batch fails alone': {
    because: 'LocalStack does not look at the attributes of a batch’s entries',
    sees: [['1', '2', '3'], [], ['a', 'b', 'c']],
  },
  'a published batch has 1 to 10 entries, distinct ids and at most 256 KiB': {
    because: 'LocalStack fails at an empty batch',
    sees: ['InternalError', 'TooManyEntriesInBatchRequest', 'BatchEntryIdsNotDistinct', 'BatchRequestTooLong'],
  },
  'a subscription’s dead-letter queue is of the topic’s kind': {
    because: 'LocalStack looks at the dead-letter queue’s kind on FIFO topics only',
    sees: ['ok', 'InvalidParameter'],
  },
  'anything-but a suffix': {
    because: 'LocalStack does not know this operator',
    sees: { refused: 'InvalidParameter' },
  },
  wildcard: { because: 'LocalStack does not know this operator', sees: { refused: 'InvalidParameter' } },
  'numbers: equality by value, ranges, and no strings': {
    because: 'LocalStack makes numbers of strings',
    sees: [['exact'], ['top', 'words']],
  },
};

/** What each target does otherwise than AWS, by the scenario's name. The engine: nothing. */
export const differences: Partial<Record<ScenarioTarget, Differences>> = { fauxqs: FAUXQS, localstack: LOCALSTACK };
