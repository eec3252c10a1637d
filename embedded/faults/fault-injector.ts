import type { Answer } from '../engines/engine.ts';
import type { AwsRequest } from '../gateway/aws-request.ts';
import type { Service } from '../gateway/service.ts';
import { withoutFirstEntry } from './fail-first-entry.ts';
import { type Fault, isMeantFor } from './fault.ts';
import { throttleAnswer } from './throttle-answer.ts';

/** A fault and how often it has fired. */
export interface InjectedFault extends Fault {
  readonly fired: number;
}

/** Injects faults into calls that pass the gateway; calls inside of the cloud (pollers) never meet one. */
export class FaultInjector {
  readonly #crashCaller: (accessKeyId: string) => boolean;
  #faults: { readonly fault: Fault; fired: number }[] = [];

  /** `crashCaller` ends the execution environment that signs with an access key id. */
  constructor(crashCaller: (accessKeyId: string) => boolean) {
    this.#crashCaller = crashCaller;
  }

  add(fault: Fault): void {
    this.#faults.push({ fault, fired: 0 });
  }

  /** All faults in the order in which they were added, used up ones included. */
  list(): InjectedFault[] {
    return this.#faults.map(({ fault, fired }) => ({ ...fault, fired }));
  }

  clear(): void {
    this.#faults = [];
  }

  /**
   * Performs a call with the first fault that is meant for it and not used up, if there is one.
   *
   * @returns undefined when the caller has been ended and waits for no answer.
   */
  async perform(request: AwsRequest, service: Service): Promise<Answer | undefined> {
    const injected = this.#faults.find(({ fault, fired }) => fired < fault.times && isMeantFor(fault, request));
    if (!injected) return service(request);
    injected.fired += 1;
    switch (injected.fault.action) {
      case 'throttle':
        return throttleAnswer(request);
      case 'fail-entries':
        return withoutFirstEntry(request, service);
      case 'crash-caller-before':
        this.#crashCaller(request.accessKeyId ?? '');
        return undefined;
      case 'crash-caller-after': {
        const answer = await service(request);
        if (answer.status < 300) {
          this.#crashCaller(request.accessKeyId ?? '');
          return undefined;
        }
        // The promise is a crash after work that was done.
        injected.fired -= 1;
        return answer;
      }
    }
  }
}
