import { Aws, Fn, Names, PhysicalName } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const FIFO_SUFFIX = '.fifo';
const STACK_PART_LENGTH = 8;
/** Queue names have at most 80 characters, topic names 256. */
const MAX_NAME_LENGTH = 80;

/**
 * A name for a queue or topic, for the two cases in which CloudFormation must not make one: FIFO topics need their
 * suffix, and a dead-letter queue can name the one queue that may use it only if that queue's ARN is known before the
 * queue exists (else the two refer to each other).
 *
 * Begins with the stack's name as it is, like CloudFormation's own names, so that policies can go by it. It is the name at
 * synthesis, because a template cannot shorten the one that it is deployed under; of a name of more than 28 characters it
 * has the beginning. (CloudFormation keeps 25 in the names of functions and roles.)
 *
 * Ends with the first block of the stack's UUID, so that the same template can be deployed twice in an account and a queue
 * retained by a deleted stack is in nobody's way.
 */
export function physicalName(scope: IConstruct, options: { readonly fifo: boolean }): string {
  const suffix = options.fifo ? FIFO_SUFFIX : '';
  const prefix = nameOf(scope, MAX_NAME_LENGTH - STACK_PART_LENGTH - FIFO_SUFFIX.length - 1);
  // arn:aws:cloudformation:region:account:stack/name/uuid
  const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  // The block that changes fastest, should it be a UUID by time; the last one is then the same for many stacks.
  return `${prefix}-${Fn.select(0, Fn.split('-', uuid))}${suffix}`;
}

/**
 * A name for a queue that stacks of other Regions refer to: known before the deployment, as theirs must say it.
 *
 * The CDK makes one, but none that ends as those of FIFO queues do. Without the stack's UUID in it the same template cannot
 * be deployed twice in an account.
 */
export const nameForOtherRegions = (scope: IConstruct, { fifo }: { readonly fifo: boolean }): string =>
  fifo ? `${nameOf(scope, MAX_NAME_LENGTH - FIFO_SUFFIX.length)}${FIFO_SUFFIX}` : PhysicalName.GENERATE_IF_NEEDED;

/** Stack, path and a hash of both. */
const nameOf = (scope: IConstruct, maxLength: number): string =>
  Names.uniqueResourceName(scope, {
    maxLength,
    separator: '-',
    // Else the hyphens of names go, which a stage of an app puts into those of its stacks.
    allowedSpecialCharacters: '-',
  });
