import { createHash } from 'node:crypto';
import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';

/** The ARN of a stack. The same name always gets the same one, so that output derived from it can be compared. */
export function stackId(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  const uuid = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join(
    '-',
  );
  return `arn:${PARTITION}:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${name}/${uuid}`;
}
