/** Of this sku there is stock for half of what is ordered. */
export const scarceSku = 'limited-edition';

/** Units in stock by sku before the first order. */
export type StockPlan = ReadonlyMap<string, number>;

/** Units that the orders ask for by sku. Requests that are no orders ask for nothing. */
export function demandOf(requests: readonly unknown[]): ReadonlyMap<string, number> {
  const demand = new Map<string, number>();
  for (const request of requests) {
    for (const line of linesOf(request)) {
      const { sku, quantity } = (line ?? {}) as { sku?: unknown; quantity?: unknown };
      if (typeof sku === 'string' && sku !== '' && Number.isSafeInteger(quantity) && Number(quantity) > 0) {
        demand.set(sku, (demand.get(sku) ?? 0) + Number(quantity));
      }
    }
  }
  return demand;
}

/** Stock for every order, but only for half of what is ordered of the scarce sku. */
export const planStock = (requests: readonly unknown[]): StockPlan =>
  new Map([...demandOf(requests)].map(([sku, units]) => [sku, sku === scarceSku ? Math.floor(units / 2) : units]));

function linesOf(request: unknown): readonly unknown[] {
  const { lines } = (typeof request === 'object' && request !== null ? request : {}) as { lines?: unknown };
  return Array.isArray(lines) ? lines : [];
}
