import type { JsonObject } from './json.ts';

/** An alarm of the template, its properties resolved. */
export interface AlarmRecord {
  readonly name: string;
  readonly properties: JsonObject;
}

/** The alarms of an embedded cloud: kept to be looked at, never evaluated. */
export class AlarmRecords {
  readonly #alarms = new Map<string, AlarmRecord>();

  /** Records an alarm; one of the same name is replaced, as in CloudWatch. */
  put(alarm: AlarmRecord): void {
    this.#alarms.set(alarm.name, alarm);
  }

  /** All alarms, in the order of their creation. */
  list(): AlarmRecord[] {
    return [...this.#alarms.values()];
  }
}
