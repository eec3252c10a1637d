import { type Candidate, isSatisfied } from './condition.ts';
import { isObject, type Json, type JsonObject } from './filter-policy.ts';
import type { PolicyNode } from './policy-node.ts';

/**
 * Whether a body is a JSON object that a policy wants. Where the body has a list of objects, one of them must satisfy all
 * that the policy asks there.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
 */
export function matchesBody(node: PolicyNode, body: string): boolean {
  const parsed = parse(body);
  return isObject(parsed) && matches(node, parsed);
}

function matches({ leaves, nested, alternatives }: PolicyNode, body: JsonObject): boolean {
  return (
    leaves.every(({ key, conditions }) => isSatisfied(conditions, candidates(member(body, key)))) &&
    nested.every(({ key, node }) => objects(member(body, key)).some((inner) => matches(node, inner))) &&
    alternatives.every((branches) => branches.some((branch) => matches(branch, body)))
  );
}

/** Names like `constructor` are absent unless the body has them. */
const member = (body: JsonObject, key: string): Json | undefined => (Object.hasOwn(body, key) ? body[key] : undefined);

/** The values at a leaf; an object is none. */
function candidates(value: Json | undefined): readonly Candidate[] {
  return flattened(value).filter((member) => member !== undefined && !isObject(member)) as Candidate[];
}

/** The objects that a nested policy may match; where there is none, its keys are absent. */
function objects(value: Json | undefined): readonly JsonObject[] {
  const found = flattened(value).filter(isObject);
  return found.length === 0 ? [{}] : found;
}

/** Lists in lists count as one list. */
const flattened = (value: Json | undefined): readonly (Json | undefined)[] =>
  Array.isArray(value) ? (value as readonly Json[]).flatMap(flattened) : [value];

function parse(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
