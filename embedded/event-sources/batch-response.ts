/** What a function's response says about its batch. */
export type BatchVerdict =
  | { readonly failed: 'none' }
  /** `reason` says what is wrong with the response. */
  | { readonly failed: 'all'; readonly reason: string }
  | { readonly failed: 'some'; readonly identifiers: ReadonlySet<string> };

/**
 * Reads the response of a function whose mapping has `ReportBatchItemFailures`, by Lambda's conditions for success and
 * failure: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html.
 *
 * Nothing, null and no or an empty list of failures are success. What cannot be understood, or names what is not in the
 * batch, is failure of the whole batch.
 */
export function batchVerdict(payload: string, known: ReadonlySet<string>): BatchVerdict {
  const response = parse(payload);
  if (response === null) return { failed: 'none' };
  if (typeof response !== 'object' || Array.isArray(response)) return malformed('the response is no JSON object');
  const failures: unknown = Reflect.get(response, 'batchItemFailures') ?? [];
  if (!Array.isArray(failures)) return malformed('batchItemFailures is no list');
  const identifiers = new Set<string>();
  for (const failure of failures) {
    const identifier: unknown = typeof failure === 'object' && failure !== null ? failure.itemIdentifier : undefined;
    if (typeof identifier !== 'string' || identifier === '') return malformed('a failure has no itemIdentifier');
    if (!known.has(identifier)) return malformed(`itemIdentifier ${identifier} is not in the batch`);
    identifiers.add(identifier);
  }
  return identifiers.size === 0 ? { failed: 'none' } : { failed: 'some', identifiers };
}

/** Undefined when the payload is no JSON; null for an empty response. */
function parse(payload: string): unknown {
  if (payload === '') return null;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function malformed(reason: string): BatchVerdict {
  return { failed: 'all', reason };
}
