import { type Item, typeOf } from '../item.ts';
import { invalid } from '../validation-error.ts';
import { setHas } from '../value-order.ts';
import { changedAt, type DocumentPath, pathText, resolvedPath, valueAt } from './document-path.ts';
import type { Scope } from './operand.ts';
import type { SetValue, UpdateAction } from './update.ts';

/** A change that an update makes, ready to be applied. */
interface Change {
  readonly path: DocumentPath;
  /** Undefined removes. */
  readonly change: (value: unknown) => unknown;
}

/**
 * The item as an update leaves it. Every action reads the item as it was before the update.
 *
 * @param item - what is updated: the item, or the key attributes of one that does not exist.
 * @throws {ServiceError} `ValidationException` for actions that overlap, or that the item's values do not allow.
 */
export function updatedItem(actions: readonly UpdateAction[], item: Item, scope: Scope): Item {
  const changes = actions.map((action) => changeOf(action, scope));
  assertApart(changes.map(({ path }) => path));
  // Removing from a list moves what is behind: values first, then removals from the back.
  const removals = actions
    .flatMap((action, index) => (action.kind === 'REMOVE' ? [changes[index] as Change] : []))
    .sort((one, other) => -comparePaths(one.path, other.path));
  const others = changes.filter((_, index) => actions[index]?.kind !== 'REMOVE');
  let updated = item;
  for (const { path, change } of others) updated = changedAt(updated, path, change);
  for (const { path } of removals) updated = withoutValueAt(updated, path);
  return updated;
}

function withoutValueAt(item: Item, path: DocumentPath): Item {
  // Of a path that leads nowhere there is nothing to remove, unless its parent is no document.
  if (valueAt(item, path) !== undefined || path.length > 1) return changedAt(item, path, () => undefined);
  return item;
}

function changeOf(action: UpdateAction, scope: Scope): Change {
  const path = resolvedPath(action.path, scope.names);
  switch (action.kind) {
    case 'SET': {
      const value = setValue(action.value, scope);
      return { path, change: () => value };
    }
    case 'REMOVE':
      return { path, change: () => undefined };
    case 'ADD': {
      const operand = scope.values?.[action.placeholder];
      return { path, change: (value) => added(value, operand) };
    }
    case 'DELETE': {
      const operand = scope.values?.[action.placeholder];
      return { path, change: (value) => deleted(value, operand) };
    }
  }
}

function setValue(value: SetValue, scope: Scope): unknown {
  switch (value.kind) {
    case 'value':
      return scope.values?.[value.placeholder];
    case 'path':
      return existing(valueAt(scope.item, resolvedPath(value.path, scope.names)));
    case 'if_not_exists': {
      const present = valueAt(scope.item, resolvedPath(value.path, scope.names));
      return present === undefined ? setValue(value.otherwise, scope) : present;
    }
    case 'list_append':
      return Object.freeze([...list(setValue(value.left, scope)), ...list(setValue(value.right, scope))]);
    case '+':
      return exact(number(setValue(value.left, scope)) + number(setValue(value.right, scope)));
    case '-':
      return exact(number(setValue(value.left, scope)) - number(setValue(value.right, scope)));
  }
}

function existing(value: unknown): unknown {
  if (value !== undefined) return value;
  throw invalid('The provided expression refers to an attribute that does not exist in the item');
}

function number(value: unknown): number {
  if (typeof value === 'number') return value;
  throw invalid('An operand in the update expression has an incorrect data type');
}

/** DynamoDB counts in 38 decimal digits: 0.1 + 0.2 is 0.3. */
const exact = (value: number): number => (Number.isSafeInteger(value) ? value : Number(value.toPrecision(15)));

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalid('An operand in the update expression has an incorrect data type');
}

function added(value: unknown, operand: unknown): unknown {
  if (typeof operand === 'number' && (value === undefined || typeof value === 'number')) {
    return exact((value ?? 0) + operand);
  }
  if (operand instanceof Set && (value === undefined || (value instanceof Set && typeOf(value) === typeOf(operand)))) {
    const elements: unknown[] = [...((value as ReadonlySet<unknown> | undefined) ?? [])];
    const missing = [...operand].filter((element) => value === undefined || !setHas(value as Set<unknown>, element));
    return Object.freeze(new Set([...elements, ...missing]));
  }
  throw invalid('An operand in the update expression has an incorrect data type');
}

/** A set that loses its last element is removed. */
function deleted(value: unknown, operand: unknown): unknown {
  if (
    !(operand instanceof Set) ||
    (value !== undefined && !(value instanceof Set && typeOf(value) === typeOf(operand)))
  ) {
    throw invalid('An operand in the update expression has an incorrect data type');
  }
  const left = [...((value as ReadonlySet<unknown> | undefined) ?? [])].filter((element) => !setHas(operand, element));
  return left.length === 0 ? undefined : Object.freeze(new Set(left));
}

function assertApart(paths: readonly DocumentPath[]): void {
  paths.forEach((path, index) => {
    const other = paths.slice(0, index).find((candidate) => overlap(candidate, path));
    if (other !== undefined) {
      throw invalid(
        `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${pathText(other)}, path two: ${pathText(path)}`,
      );
    }
  });
}

const overlap = (one: DocumentPath, other: DocumentPath): boolean =>
  one.slice(0, other.length).every((step, index) => step === other[index]);

function comparePaths(one: DocumentPath, other: DocumentPath): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [one[index], other[index]];
    if (typeof left === 'number' && typeof right === 'number' && left !== right) return left - right;
    if (left !== right) return String(left) < String(right) ? -1 : 1;
  }
  return one.length - other.length;
}
