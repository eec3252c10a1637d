import { alarmRules } from './alarms.ts';
import { concurrencyRules } from './concurrency.ts';
import { consumerKeyRules } from './consumer-key.ts';
import { deadLetterRules } from './dead-letters.ts';
import { deliveryPolicyRules } from './delivery-policies.ts';
import { fifoKindRules } from './fifo-kinds.ts';
import { filterRules } from './filters.ts';
import { horizonRules } from './horizon.ts';
import { importedQueueRules } from './imported-queue.ts';
import { keyCycleRules } from './key-cycle.ts';
import { keyRules } from './keys.ts';
import { messageRules } from './messages.ts';
import { receiveRules } from './receives.ts';
import type { Rule } from './rule.ts';
import { singleReaderRules } from './single-reader.ts';
import { stageRules } from './stages.ts';
import { streamRules } from './streams.ts';
import { topicPolicyRules } from './topic-policies.ts';
import { tracingRules } from './tracing.ts';
import { visibilityRules } from './visibility.ts';

/** Every rule about the graph. */
export const ALL_RULES: readonly Rule[] = [
  ...fifoKindRules,
  ...visibilityRules,
  ...concurrencyRules,
  ...receiveRules,
  ...deadLetterRules,
  ...deliveryPolicyRules,
  ...topicPolicyRules,
  ...importedQueueRules,
  ...keyRules,
  ...keyCycleRules,
  ...consumerKeyRules,
  ...alarmRules,
  ...filterRules,
  ...messageRules,
  ...singleReaderRules,
  ...streamRules,
  ...horizonRules,
  ...tracingRules,
  ...stageRules,
];
