// The function of the probe stack: says which records it got, then does what they ask for.
// A record's order is JSON: its name, and how it acts, for ever or for its first `times` deliveries.

/** Deliveries of each stream record; a queue counts its own. */
const deliveries = new Map();

function read(record) {
  if (record.eventSource === 'aws:sqs') {
    const run = Number(record.attributes.ApproximateReceiveCount);
    return { id: record.messageId, run, shape: shapeOf(record), ...JSON.parse(record.body) };
  }
  const { SequenceNumber: id, NewImage = {}, Keys } = record.dynamodb;
  deliveries.set(id, (deliveries.get(id) ?? 0) + 1);
  const run = deliveries.get(id);
  return { id, run, name: Keys.pk.S, event: record.eventName, ...JSON.parse(NewImage.order?.S ?? '{}') };
}

/** What beside the body a function is told of a message. */
const shapeOf = ({ attributes, messageAttributes }) => ({
  attributes: Object.keys(attributes).sort(),
  messageAttributes,
});

const ACTS = {
  throw: () => {
    throw new Error('ordered to throw');
  },
  exit: () => process.exit(1),
  hang: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
  slow: () => new Promise((resolve) => setTimeout(resolve, 2_000)),
};

export async function handler({ Records }) {
  const records = Records.map(read);
  const seen = records.map(({ name, run, event, act, shape }) => ({
    name,
    run,
    event,
    ...(act === 'describe' && { shape }),
  }));
  console.log(JSON.stringify({ probe: Records[0].eventSourceARN, at: Date.now(), records: seen }));
  const acting = records.filter(({ act, run, times = Number.POSITIVE_INFINITY }) => act && run <= times);
  for (const { act } of acting) await ACTS[act]?.();
  if (acting.some(({ act }) => act === 'answer-no-json')) return 1n;
  const scripted = acting.find(({ act }) => act === 'answer');
  if (scripted) return scripted.answer;
  return {
    batchItemFailures: acting.filter(({ act }) => act === 'report').map(({ id }) => ({ itemIdentifier: id })),
  };
}
