/**
 * A reference to another resource of the app, by construct path, also across stacks. Shaped like an intrinsic function, so
 * that aws-cdk's checks of property types let it pass.
 */
export interface GraphReference {
  readonly 'Fn::Reference': readonly [path: string, attribute: string];
}

/** Makes a {@link GraphReference}. */
export const referenceTo = (path: string, attribute: string): GraphReference => ({
  'Fn::Reference': [path, attribute],
});

/** Construct path of what a value refers to; undefined when it is no reference. */
export const referencedPath = (value: unknown): string | undefined => referenceIn(value)?.[0];

function referenceIn(value: unknown): GraphReference['Fn::Reference'] | undefined {
  return typeof value === 'object' && value !== null && 'Fn::Reference' in value
    ? (value as GraphReference)['Fn::Reference']
    : undefined;
}

/** Construct paths of everything that a value refers to, at any depth. */
export function referencedPaths(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  const path = referencedPath(value);
  if (path !== undefined) {
    found.add(path);
    return;
  }
  for (const child of Object.values(value)) {
    collect(child, found);
  }
}

/** Whether the value itself is a reference or an intrinsic function: its content is known at deployment only. */
export function isIntrinsic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const [only, ...others] = Object.keys(value);
  return only !== undefined && others.length === 0 && /^(Ref|Fn::.+)$/.test(only);
}

/** Whether the value is known at synthesis: it has no reference and no intrinsic function in it. */
export function isLiteral(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  return !isIntrinsic(value) && Object.values(value).every(isLiteral);
}

/** The parts of a text that is put together from literals and tokens; one part when it is not. */
export function textParts(value: unknown): readonly unknown[] {
  const join = (value as { 'Fn::Join'?: readonly [string, readonly unknown[]] } | null | undefined)?.['Fn::Join'];
  if (join === undefined || join[0] !== '' || !Array.isArray(join[1])) {
    return [value];
  }
  return join[1].flatMap(textParts);
}

/** Puts texts with tokens in them together, neighbouring literals merged, so that equal texts are equal values. */
export function joinText(values: readonly unknown[]): unknown {
  const parts: unknown[] = [];
  for (const part of values.flatMap(textParts)) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') {
      parts[parts.length - 1] = last + part;
    } else if (part !== undefined && part !== '') {
      parts.push(part);
    }
  }
  return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] };
}

const QUEUE_URL = /^https:\/\/sqs\.([\w-]*)\.[^/]*\/(\d*)\/([^/]+)$/;

/** The ARN of the queue that a URL means; what the URL does not say in words is left empty. Undefined for other values. */
export function queueUrlArn(value: unknown): string | undefined {
  const words = textParts(value).map((part) => (typeof part === 'string' ? part : ''));
  const [, region, account, name] = QUEUE_URL.exec(words.join('')) ?? [];
  return name === undefined ? undefined : `arn:aws:sqs:${region}:${account}:${name}`;
}

const COLONS_BEFORE_NAME = 5;

/** What follows the fifth colon of an ARN: the name of a queue or topic. Undefined when the value is no ARN in words. */
export function arnName(value: unknown): unknown {
  let colons = 0;
  const rest: unknown[] = [];
  for (const part of textParts(value)) {
    if (colons === COLONS_BEFORE_NAME) {
      rest.push(part);
    } else if (typeof part === 'string') {
      const fields = part.split(':');
      const needed = COLONS_BEFORE_NAME - colons;
      if (fields.length - 1 >= needed) {
        colons = COLONS_BEFORE_NAME;
        rest.push(fields.slice(needed).join(':'));
      } else {
        colons += fields.length - 1;
      }
    }
  }
  return colons === COLONS_BEFORE_NAME ? joinText(rest) : undefined;
}

/** The text that a value is a part of, when it is one that `Fn::Split` cuts off, as aws-cdk does to take names from ARNs. */
export function splitText(value: unknown): unknown {
  const selected = (value as { 'Fn::Select'?: readonly [unknown, unknown] } | null | undefined)?.['Fn::Select'];
  const split = (selected?.[1] as { 'Fn::Split'?: readonly [unknown, unknown] } | undefined)?.['Fn::Split'];
  return split?.[1];
}
