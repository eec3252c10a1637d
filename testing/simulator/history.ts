import { createHash } from 'node:crypto';
import type { EpochMillis } from '../../contracts/time.ts';

/** Something that happened in a simulated system. */
export interface HistoryEvent {
  readonly at: EpochMillis;
  /** Process or service. */
  readonly who: string;
  readonly what: string;
  /** What it was about, formatted only when the history is read. */
  readonly detail?: unknown;
  /** What else tells it from the same thing in another run: too long for a line. */
  readonly evidence?: unknown;
}

const MAX_DETAIL_CHARACTERS = 220;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What happened in one run, in order. One line per event; ids have short names that are the same in all lines. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #names = new Map<string, string>();
  readonly #namesakes = new Map<string, number>();
  readonly #startsAt: EpochMillis;

  constructor(startsAt: EpochMillis) {
    this.#startsAt = startsAt;
  }

  add(at: EpochMillis, who: string, what: string, detail?: unknown, evidence?: unknown): void {
    this.events.push({ at, who, what, detail, evidence });
  }

  /** Gives an id a name that a person can tell apart; a number goes behind one that another id has. */
  name(id: string, name: string): void {
    if (!this.#names.has(id)) {
      const namesakes = this.#namesakes.get(name) ?? 0;
      this.#namesakes.set(name, namesakes + 1);
      this.#names.set(id, namesakes === 0 ? name : `${name}-${namesakes + 1}`);
    }
  }

  nameOf(id: string): string {
    return this.#names.get(id) ?? id;
  }

  /** The names that were given. */
  names(): Iterable<string> {
    return this.#names.values();
  }

  /** A text with the ids in it replaced by their names. */
  named(text: string): string {
    return text.replace(UUID, (id) => this.nameOf(id));
  }

  /** One line per event: seconds since the start, who, what and about what. */
  lines(): readonly string[] {
    return this.events.map((event) => {
      const { head, text } = this.#parts(event);
      return head + (text.length > MAX_DETAIL_CHARACTERS ? `${text.slice(0, MAX_DETAIL_CHARACTERS)}…` : text);
    });
  }

  /** The lines uncut, each with its evidence: what two runs of a seed have in common. */
  fullLines(): readonly string[] {
    return this.events.map((event) => {
      const { head, text } = this.#parts(event);
      return event.evidence === undefined ? head + text : `${head}${text} ${this.named(textOf(event.evidence))}`;
    });
  }

  /** The same for two runs if and only if the same things happened in them, at the same times. */
  hash(): string {
    const hash = createHash('sha256');
    for (const line of this.fullLines()) {
      hash.update(line);
      hash.update('\n');
    }
    return hash.digest('hex');
  }

  #parts({ at, who, what, detail }: HistoryEvent): { readonly head: string; readonly text: string } {
    const seconds = ((at - this.#startsAt) / 1000).toFixed(3).padStart(10);
    return {
      head: `${seconds}  ${who.padEnd(18)} ${what}`,
      text: detail === undefined ? '' : this.named(` ${textOf(detail)}`),
    };
  }
}

const textOf = (detail: unknown): string => (typeof detail === 'string' ? detail : (JSON.stringify(detail) ?? ''));
