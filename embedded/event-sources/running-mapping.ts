import type { MappingConfiguration } from './mapping-configuration.ts';
import type { MappingState } from './poll-loop.ts';

/** One mapping at work. */
export interface RunningMapping {
  readonly state: MappingState;
  /** What came of the last batch, in Lambda's words. */
  readonly lastProcessingResult: string;
  /** Starts, or goes on where it was paused. */
  resume(): void;
  /** Starts nothing more; resolves when what was running is done. */
  pause(): Promise<void>;
  /** Uses other values from the next batch on. */
  configure(configuration: MappingConfiguration): void;
  /** Looks for records now. */
  wake(): void;
  /** Ends it for good; resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

/** `LastProcessingResult` of a mapping that has not run yet. */
export const NOTHING_PROCESSED = 'No records processed';
