import { randomId } from '../random-id.ts';
import { ServiceError } from '../service-error.ts';
import type { EngineRandom } from '../surroundings.ts';
import { sqsLimits } from './limits.ts';
import { type MessageMoveTask, MoveTask } from './move-task.ts';
import { moveTaskHandle, readMoveTaskHandle } from './move-task-handle.ts';
import type { Queue } from './queue.ts';
import type { QueueRegistry } from './queue-registry.ts';
import { checkRange } from './receive-request.ts';

/** What to move where. */
export interface StartMessageMoveTask {
  readonly sourceArn: string;
  /** @default - each message's own source */
  readonly destinationArn?: string;
  /**
   * 1 to 500.
   *
   * @default - as fast as SQS can, which is 500 here
   */
  readonly maxNumberOfMessagesPerSecond?: number;
}

/** The message move tasks of the account. */
export class MoveTasks {
  readonly #random: EngineRandom;
  readonly #registry: QueueRegistry;
  /** The newest first. */
  readonly #tasks: MoveTask[] = [];

  constructor(random: EngineRandom, registry: QueueRegistry) {
    this.#random = random;
    this.#registry = registry;
  }

  /** @throws ServiceError with the codes of https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
  start({ sourceArn, destinationArn, maxNumberOfMessagesPerSecond }: StartMessageMoveTask, now: number): string {
    checkRange('maxNumberOfMessagesPerSecond', maxNumberOfMessagesPerSecond, 1, sqsLimits.maxMovedPerSecond);
    const source = this.#find(sourceArn);
    if (this.#registry.sourcesOf(sourceArn).length === 0) {
      throw new ServiceError('InvalidParameterValue', `${sourceArn} is not the dead-letter queue of any SQS queue`);
    }
    if (
      destinationArn !== undefined &&
      this.#find(destinationArn).attributes.fifoQueue !== source.attributes.fifoQueue
    ) {
      throw new ServiceError('InvalidParameterValue', `${destinationArn} must be of the same kind as ${sourceArn}`);
    }
    this.#checkRoom(sourceArn);
    source.advance(now);
    const task = new MoveTask({
      handle: moveTaskHandle({ taskId: randomId(this.#random), sourceArn }),
      source,
      destinationArn,
      maxNumberOfMessagesPerSecond,
      startedAt: now,
      find: (arn) => this.#registry.queues.get(arn),
    });
    this.#tasks.unshift(task);
    return task.handle;
  }

  /** The tasks of a queue, the newest first. */
  list(sourceArn: string, maxResults = 1): readonly MessageMoveTask[] {
    checkRange('maxResults', maxResults, 1, sqsLimits.maxListedMoveTasks);
    const source = this.#find(sourceArn);
    const tasks = this.#tasks.filter((task) => task.source === source);
    return tasks.slice(0, maxResults).map((task) => task.describe());
  }

  /**
   * Stops a running task and answers how many messages it moved.
   *
   * @throws ServiceError `InvalidParameterValue` for what is no handle, `ResourceNotFoundException` when its queue is gone
   *   or its task does not run.
   */
  cancel(taskHandle: string): number {
    this.#find(readMoveTaskHandle(taskHandle).sourceArn);
    const task = this.#tasks.find(({ handle }) => handle === taskHandle);
    if (task === undefined || !task.isRunning) {
      throw new ServiceError('ResourceNotFoundException', `no running task has the handle '${taskHandle}'`);
    }
    return task.cancel();
  }

  /** Moves what is due, in the order of time over all tasks. */
  advance(now: number): void {
    for (let task = this.#next(); task !== undefined && task.nextMoveAt <= now; task = this.#next()) {
      task.step(task.nextMoveAt);
    }
  }

  nextChangeAt(): number | undefined {
    return this.#next()?.nextMoveAt;
  }

  #next(): MoveTask | undefined {
    let next: MoveTask | undefined;
    for (const task of this.#tasks) {
      if (task.isRunning && (next === undefined || task.nextMoveAt < next.nextMoveAt)) next = task;
    }
    return next;
  }

  #find(arn: string): Queue {
    const queue = this.#registry.queues.get(arn);
    if (queue === undefined) throw new ServiceError('ResourceNotFoundException', `queue ${arn} does not exist`);
    return queue;
  }

  #checkRoom(sourceArn: string): void {
    const running = this.#tasks.filter((task) => task.isRunning);
    if (running.some(({ source }) => source.arn === sourceArn)) {
      throw new ServiceError(
        'InvalidParameterValue',
        `a task of ${sourceArn} is running; cancel it or wait for its end`,
      );
    }
    if (running.length >= sqsLimits.maxActiveMoveTasks) {
      throw new ServiceError(
        'UnsupportedOperation',
        `an account may run ${sqsLimits.maxActiveMoveTasks} tasks; wait for one to end`,
      );
    }
  }
}
