import { isJsonObject } from '../../json.ts';
import { invalidParameter } from '../parameters.ts';
import { type ValueTest, valueTest } from './value-test.ts';

/** Tells whether an event matches a pattern. */
export type EventMatcher = (event: unknown) => boolean;

/**
 * Compiles a filter pattern: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html.
 *
 * A property matches when one of its alternatives does; all properties of a pattern must match.
 *
 * @throws {ServiceError} `InvalidParameterValueException` for what is no pattern or has an operator that is not run.
 */
export function compilePattern(json: string): EventMatcher {
  let pattern: unknown;
  try {
    pattern = JSON.parse(json);
  } catch {
    throw invalidParameter(`Pattern must be JSON, got ${json}`);
  }
  if (!isJsonObject(pattern)) throw invalidParameter(`Pattern must be a JSON object, got ${json}`);
  return objectMatcher(pattern, []);
}

function objectMatcher(pattern: object, path: readonly string[]): EventMatcher {
  const matchers = Object.entries(pattern).map(([name, value]) => {
    const here = [...path, name];
    if (name.startsWith('$'))
      throw invalidParameter(`Pattern operator ${here.join('.')} is not run by the embedded cloud`);
    const matches = Array.isArray(value) ? alternatives(value, here) : nested(value, here);
    return (event: unknown) => matches(isJsonObject(event) ? event[name] : undefined);
  });
  return (event) => matchers.every((matches) => matches(event));
}

function nested(pattern: unknown, path: readonly string[]): EventMatcher {
  if (isJsonObject(pattern)) return objectMatcher(pattern, path);
  throw invalidParameter(
    `Pattern at ${path.join('.')} must be a list of alternatives or an object, got ${JSON.stringify(pattern)}`,
  );
}

function alternatives(values: readonly unknown[], path: readonly string[]): EventMatcher {
  const tests: ValueTest[] = values.map((value) => valueTest(value, path.join('.')));
  return (value) => {
    const candidates = Array.isArray(value) ? value : [value];
    return tests.some((test) => candidates.some(test));
  };
}
