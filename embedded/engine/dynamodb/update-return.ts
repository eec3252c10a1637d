import { resolvedPath } from './expression/document-path.ts';
import { parseUpdate } from './expression/parse.ts';
import { projected } from './expression/projection.ts';
import type { Item } from './item.ts';
import type { Written } from './single-write.ts';
import type { UpdateAction } from './write-action.ts';

/** Which attributes an update answers with. */
export type ReturnValues = 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW';

/** What an update answers with; undefined for nothing. */
export function returnedAttributes(
  input: UpdateAction & { readonly returnValues?: ReturnValues },
  { old, new: next }: Written,
): Item | undefined {
  switch (input.returnValues ?? 'NONE') {
    case 'ALL_OLD':
      return old;
    case 'ALL_NEW':
      return next;
    case 'UPDATED_OLD':
      return updatedAttributes(input, old);
    case 'UPDATED_NEW':
      return updatedAttributes(input, next);
    default:
      return undefined;
  }
}

function updatedAttributes({ updateExpression, expressionAttributeNames }: UpdateAction, item: Item | undefined) {
  if (updateExpression === undefined || item === undefined) return undefined;
  const paths = parseUpdate(updateExpression).content.map(({ path }) => resolvedPath(path, expressionAttributeNames));
  const attributes = projected(item, paths);
  return Object.keys(attributes).length === 0 ? undefined : attributes;
}
