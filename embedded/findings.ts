import { NOT_ENFORCED } from './not-enforced.ts';

/** Something in a template that is stored but not enforced, or not run at all. */
export interface Finding {
  /** CloudFormation resource type, or a part of every template. */
  readonly type: string;
  /**
   * The property that has no effect.
   *
   * @default - the resource as a whole
   */
  readonly property?: string;
  readonly reason: string;
  /** Where it was met, as `stack/logicalId` or `stack`, in the order of the template. */
  readonly places: readonly string[];
}

/** How the reason of a resource that does not exist at all begins. */
export const NOT_RUN = 'not run, and nothing depends on it';

/** Collects findings: one per type and property, however often it is met. */
export class Findings {
  readonly #byKey = new Map<string, Finding & { readonly places: string[] }>();

  /** Notes what has no effect of a resource of a type that runs; `properties` are those that have one. */
  checkProperties(type: string, present: readonly string[], effective: readonly string[], place: string): void {
    const rows = NOT_ENFORCED.filter((row) => row.type === type);
    const whole = rows.find((row) => row.properties === undefined);
    if (whole) this.add(type, undefined, whole.reason, place);
    for (const property of present) {
      const row = rows.find(({ properties }) => properties?.includes(property));
      if (row) this.add(type, property, row.reason, place);
      else if (!whole && !effective.includes(property)) {
        this.add(type, property, 'the embedded cloud does not know this property', place);
      }
    }
  }

  /** Notes those of `present` that have a row in the table; the others have an effect. */
  checkKeys(type: string, present: readonly string[], place: string): void {
    for (const { properties, reason } of NOT_ENFORCED.filter((row) => row.type === type)) {
      for (const key of present) if (properties?.includes(key)) this.add(type, key, reason, place);
    }
  }

  add(type: string, property: string | undefined, reason: string, place: string): void {
    const key = `${type} ${property ?? ''}`;
    const known = this.#byKey.get(key);
    if (known) {
      if (!known.places.includes(place)) known.places.push(place);
      return;
    }
    this.#byKey.set(key, { type, ...(property !== undefined && { property }), reason, places: [place] });
  }

  list(): Finding[] {
    return [...this.#byKey.values()];
  }
}

/** One line for a person: `AWS::SQS::Queue.KmsMasterKeyId: reason (3 places, first Stack/Queue)`. */
export function describeFinding({ type, property, reason, places }: Finding): string {
  const what = property === undefined ? type : `${type}.${property}`;
  return `${what}: ${reason} (${places.length === 1 ? places[0] : `${places.length} places, first ${places[0]}`})`;
}
