import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { callingPlace, stackFrames } from './caller.ts';

/** What answers something else each time, by the objects that hold it. */
const SOURCES: readonly (readonly [holder: object, prefix: string, names: readonly string[]])[] = [
  [Math, 'Math', ['random']],
  [Date, 'Date', ['now']],
  [performance, 'performance', ['now']],
  [globalThis.crypto, 'crypto', ['randomUUID', 'getRandomValues']],
  [crypto, 'crypto', ['randomUUID', 'randomBytes', 'randomInt']],
];

/**
 * Runs something and answers on what that no seed repeats the code drew that `who` names meanwhile: `the handler of
 * order.placed calls Math.random (file:line:column)`.
 */
export async function sourcesDrawnOn(
  who: () => string | undefined,
  run: () => Promise<unknown>,
): Promise<readonly string[]> {
  const drawn = new Set<string>();
  const note = (name: string): void => {
    const user = who();
    const place = user === undefined ? undefined : callingPlace(stackFrames());
    if (place !== undefined) {
      drawn.add(`${user} calls ${name} (${place})`);
    }
  };
  const undo: (() => void)[] = [];
  try {
    for (const [holder, prefix, names] of SOURCES) {
      for (const name of names) {
        undo.push(replaced(holder, name, (own) => noted(own, () => note(`${prefix}.${name}`))));
      }
    }
    undo.push(
      replaced(globalThis, 'Date', (own) => notedDate(own as unknown as DateConstructor, () => note('new Date()'))),
    );
    syncBuiltinESMExports();
    await run();
  } finally {
    for (const restore of undo) {
      restore();
    }
    syncBuiltinESMExports();
  }
  return [...drawn];
}

type Callable = (...values: unknown[]) => unknown;

/** Puts something else into a property, and answers how to put back what was there. */
function replaced(holder: object, name: string, by: (own: Callable) => unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, name);
  const own = Reflect.get(holder, name) as Callable;
  Object.defineProperty(holder, name, { configurable: true, writable: true, enumerable: true, value: by(own) });
  return () => {
    if (before === undefined) {
      Reflect.deleteProperty(holder, name);
    } else {
      Object.defineProperty(holder, name, before);
    }
  };
}

const noted = (own: Callable, note: () => void): Callable =>
  new Proxy(own, {
    apply: (target, self, values) => {
      note();
      return Reflect.apply(target, self, values);
    },
  });

const notedDate = (own: DateConstructor, note: () => void): DateConstructor =>
  new Proxy(own, {
    construct: (target, values, made) => {
      if (values.length === 0) {
        note();
      }
      return Reflect.construct(target, values, made);
    },
  });
