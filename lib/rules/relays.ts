import { environmentNames } from '../../contracts/environment.ts';
import type { FunctionNode } from '../graph/consumer.ts';

/** Whether a function is an outbox relay: of what reads a stream, only a relay knows topics. */
export const isRelay = ({ environment }: FunctionNode): boolean =>
  environment[environmentNames.topicArns] !== undefined;
