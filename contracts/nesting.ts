/** Levels of objects and arrays that an event or a request may have: far more than any needs, far fewer than a stack holds. */
export const MAX_NESTING = 256;

/** Whether a JSON value is nested deeper than `levels`. Does not recurse, so that no input can exhaust the stack. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  const rest: { readonly value: unknown; readonly level: number }[] = [{ value, level: 1 }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { value: parent, level } = next;
    if (typeof parent === 'object' && parent !== null) {
      if (level > levels) {
        return true;
      }
      for (const child of Object.values(parent)) {
        if (typeof child === 'object') {
          rest.push({ value: child, level: level + 1 });
        }
      }
    }
  }
  return false;
}
