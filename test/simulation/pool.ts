import { Worker } from 'node:worker_threads';
import type { RangeReport, SeedRange, WorkerTask } from './worker.ts';

/** Most of what a history makes is dropped soon: a large young generation is collected far less often. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Worker threads that simulate ranges of seeds. */
export class WorkerPool {
  readonly #workers: Worker[];

  constructor(size: number, task: WorkerTask = {}) {
    this.#workers = Array.from(
      { length: size },
      () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: task, resourceLimits }),
    );
  }

  /** Simulates all ranges; `done` is told of each as it ends, and answers whether to go on. */
  async run(ranges: Iterable<SeedRange>, done: (report: RangeReport, range: SeedRange) => boolean): Promise<void> {
    const rest = ranges[Symbol.iterator]();
    let goesOn = true;
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (let next = rest.next(); goesOn && !next.done; next = rest.next()) {
          goesOn = done(await answerOf(worker, next.value), next.value) && goesOn;
        }
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function answerOf(worker: Worker, range: SeedRange): Promise<RangeReport> {
  const { promise, resolve, reject } = Promise.withResolvers<RangeReport>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.postMessage(range);
  return promise.finally(() => {
    worker.off('message', resolve);
    worker.off('error', reject);
  });
}
