import { Sns } from '../../../../embedded/engine/sns/sns.ts';
import { Sqs } from '../../../../embedded/engine/sqs/sqs.ts';

export function engineAt(now: number): Sns {
  const surroundings = { clock: { now: () => now }, random: { next: () => 0.5 } };
  const sqs = new Sqs(surroundings);
  const sns = new Sns(surroundings, { sqs });
  return sns;
}
