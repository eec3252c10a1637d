import { Aws, Fn, Names } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const FIFO_SUFFIX = '.fifo';
const STACK_UUID_LENGTH = 36;
/** Queue names have at most 80 characters, topic names 256. */
const MAX_NAME_LENGTH = 80;

/**
 * A name for a queue or topic, for the two cases in which CloudFormation must not make one: FIFO topics need their
 * suffix, and a dead-letter queue can name the one queue that may use it only if that queue's ARN is known before the
 * queue exists (else the two refer to each other).
 *
 * Ends with the stack's UUID, so that the same template can be deployed twice in an account and a queue retained by a
 * deleted stack is in nobody's way.
 */
export function physicalName(scope: IConstruct, options: { readonly fifo: boolean }): string {
  const suffix = options.fifo ? FIFO_SUFFIX : '';
  const prefix = Names.uniqueResourceName(scope, {
    maxLength: MAX_NAME_LENGTH - STACK_UUID_LENGTH - FIFO_SUFFIX.length - 1,
    separator: '-',
  });
  // arn:aws:cloudformation:region:account:stack/name/uuid
  const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return `${prefix}-${uuid}${suffix}`;
}
