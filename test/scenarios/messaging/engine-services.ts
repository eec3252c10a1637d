import { Sns } from '../../../embedded/engine/sns/sns.ts';
import { Sqs } from '../../../embedded/engine/sqs/sqs.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import type { MessagingServices, SnsCalls, SqsCalls } from './messaging-services.ts';

/** The engine's SQS and SNS on a clock of their own. */
export function engineServices(): MessagingServices {
  const clock = new ManualClock();
  const seeded = new SeededRandom();
  const surroundings = { clock, random: { next: () => seeded.fraction() } };
  const sqs = new Sqs(surroundings);
  let named = 0;
  return {
    sqs: asynchronous<SqsCalls>(sqs),
    sns: asynchronous<SnsCalls>(new Sns(surroundings, { sqs })),
    name: () => {
      named += 1;
      return `resource-${named}`;
    },
    wait: async (seconds) => clock.advance(seconds * 1000),
  };
}

/** The engine's methods as calls whose errors come later, as a service's do. */
const asynchronous = <Calls extends object>(service: object): Calls =>
  new Proxy(service, {
    get: (target, action) => async (input: unknown) => Reflect.get(target, action).call(target, input),
  }) as Calls;
