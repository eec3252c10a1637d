import { ServiceError } from '../service-error.ts';

/** What the handle of a move task says. */
interface MoveTaskHandle {
  readonly taskId: string;
  readonly sourceArn: string;
}

/** The handle of a task, opaque to callers. */
export const moveTaskHandle = (handle: MoveTaskHandle): string => btoa(JSON.stringify(handle));

/** @throws ServiceError `InvalidParameterValue` for what is no handle of any task. */
export function readMoveTaskHandle(text: string): MoveTaskHandle {
  try {
    const { taskId, sourceArn } = JSON.parse(atob(text)) as Partial<MoveTaskHandle>;
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { taskId, sourceArn };
  } catch {
    // Reported below, like a handle without its parts.
  }
  throw new ServiceError(
    'InvalidParameterValue',
    `taskHandle '${text}' is invalid; use the one that starting a task gave`,
  );
}
