/** Cuts a list into pieces of at most `size`, in order. */
export const chunksOf = <Element>(list: readonly Element[], size: number): readonly (readonly Element[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
