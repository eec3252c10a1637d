import type { ConsumerPorts } from '../../../lambdas/runtime/consumer-ports.ts';

/** At which call of a port a process dies, counted from 0, and whether the call is still carried out. */
export interface Death {
  readonly call: number;
  readonly carriedOut: boolean;
}

/** A process that can die: from then on nothing it asks for is carried out or answered. */
export class MortalProcess {
  readonly ports: ConsumerPorts;
  readonly #died = Promise.withResolvers<'died'>();
  readonly #death: Death | undefined;
  #dead = false;
  #calls = 0;

  constructor(ports: ConsumerPorts, death?: Death) {
    this.#death = death;
    this.ports = {
      clock: ports.clock,
      random: ports.random,
      inbox: this.#mortal(ports.inbox),
      transactions: this.#mortal(ports.transactions),
      queue: this.#mortal(ports.queue),
      deadLetterQueue: this.#mortal(ports.deadLetterQueue),
      log: (line) => {
        if (!this.#dead) {
          ports.log(line);
        }
      },
    };
  }

  /** Resolves when the process dies. */
  get died(): Promise<'died'> {
    return this.#died.promise;
  }

  die(): void {
    this.#dead = true;
    this.#died.resolve('died');
  }

  #mortal<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...values: unknown[]) => Promise<unknown>;
        return (...values: unknown[]) => this.#call(() => method.apply(target, values));
      },
    });
  }

  async #call(carryOut: () => Promise<unknown>): Promise<unknown> {
    if (this.#dead) {
      return new Promise(() => undefined);
    }
    const isLast = this.#calls === this.#death?.call;
    this.#calls += 1;
    if (!isLast) {
      return carryOut();
    }
    if (this.#death?.carriedOut) {
      await carryOut();
    }
    this.die();
    return new Promise(() => undefined);
  }
}
