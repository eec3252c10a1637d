import { cryptoRandom } from '../../../lambdas/adapters/crypto-random.ts';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { systemClock } from '../../../lambdas/adapters/system-clock.ts';

/** What the real adapters have in common. */
export const realPorts = () => ({ clock: systemClock, random: cryptoRandom, deadline: new RequestDeadline() });
