const NOISY_SHARE = 0.1;
const NOISY_IN_FLIGHT = 30;
/** How long processing time counts as recent, and how long a tenant that sends nothing stays noisy. */
const RECENT_MS = 300_000;

interface Tenant {
  inFlight: number;
  lastSentAt: number;
  /** Time that consumers spent on its messages, in the window that `window` numbers and in the one before. */
  window: number;
  processingMs: number;
  earlierProcessingMs: number;
}

/**
 * Which tenants of a fair queue are noisy: those with more than a tenth of what is in flight and at least 30
 * messages of it, or with more than a tenth of the recent processing time.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
 */
export class NoisyTenants {
  readonly #tenants = new Map<string, Tenant>();
  readonly #all: Tenant = newTenant();

  sent(id: string, now: number): void {
    this.#tenant(id).lastSentAt = now;
  }

  /** A message went in flight. `id` is undefined for a message without a group. */
  started(id: string | undefined): void {
    this.#all.inFlight += 1;
    if (id !== undefined) this.#tenant(id).inFlight += 1;
  }

  /** A message is no longer in flight, after `processingMs`. */
  ended(id: string | undefined, processingMs: number, now: number): void {
    this.#all.inFlight -= 1;
    spend(this.#all, processingMs, now);
    if (id === undefined) return;
    const tenant = this.#tenant(id);
    tenant.inFlight -= 1;
    spend(tenant, processingMs, now);
  }

  /** The messages that a noisy tenant has in flight; undefined for a quiet one. */
  noise(id: string | undefined, now: number): number | undefined {
    const tenant = id === undefined ? undefined : this.#tenants.get(id);
    if (tenant === undefined || now - tenant.lastSentAt >= RECENT_MS) return undefined;
    const crowds = tenant.inFlight >= NOISY_IN_FLIGHT && tenant.inFlight / this.#all.inFlight > NOISY_SHARE;
    const slow = recent(tenant, now) > NOISY_SHARE * recent(this.#all, now);
    return crowds || slow ? tenant.inFlight : undefined;
  }

  /** The tenant's backlog is exhausted: it starts quiet when it comes back. */
  forget(id: string): void {
    if (this.#tenants.get(id)?.inFlight === 0) this.#tenants.delete(id);
  }

  #tenant(id: string): Tenant {
    let tenant = this.#tenants.get(id);
    if (tenant === undefined) {
      tenant = newTenant();
      this.#tenants.set(id, tenant);
    }
    return tenant;
  }
}

const newTenant = (): Tenant => ({ inFlight: 0, lastSentAt: 0, window: 0, processingMs: 0, earlierProcessingMs: 0 });

/** Moves to the window of `now`. */
function roll(tenant: Tenant, now: number): void {
  const window = Math.floor(now / RECENT_MS);
  if (window === tenant.window) return;
  tenant.earlierProcessingMs = window === tenant.window + 1 ? tenant.processingMs : 0;
  tenant.processingMs = 0;
  tenant.window = window;
}

function spend(tenant: Tenant, processingMs: number, now: number): void {
  roll(tenant, now);
  tenant.processingMs += processingMs;
}

function recent(tenant: Tenant, now: number): number {
  roll(tenant, now);
  return tenant.processingMs + tenant.earlierProcessingMs;
}
