import { textParts } from './reference.ts';

/** A value as a person reads it: what only the deployment knows stands in `${}`, as in `Fn::Sub`. */
export const textOf = (value: unknown): string =>
  textParts(value)
    .map((part) => (typeof part === 'string' ? part : `\${${nameOf(part)}}`))
    .join('');

function nameOf(part: unknown): string {
  const [[intrinsic, argument] = []] = Object.entries(part ?? {});
  const name = typeof argument === 'string' ? argument : JSON.stringify(argument);
  return intrinsic === 'Ref' ? name : `${intrinsic} ${name}`;
}
