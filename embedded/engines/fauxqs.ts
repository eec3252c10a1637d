import type { buildApp } from 'fauxqs';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import type { Answer, Engine, EngineRequest } from './engine.ts';
import { corrections } from './fauxqs-corrections.ts';
import { releaseUnreadMessages } from './unread-messages.ts';

type FauxqsApp = ReturnType<typeof buildApp>;

/**
 * Starts fauxqs (SNS, SQS, S3 and STS) in this process, without a socket of its own.
 *
 * Answers differ from the bare engine's where fauxqs-corrections.ts says so.
 *
 * @param endpoint - base URL for queue URLs
 */
export async function startFauxqs(endpoint: () => string): Promise<Engine> {
  try {
    // Loading it takes longer than starting it; the caller can start other engines meanwhile.
    const fauxqs = await import('fauxqs');
    const app = fauxqs.buildApp({ logger: false });
    corrections(app, endpoint);
    await app.ready();
    return new Fauxqs(app);
  } catch (cause) {
    throw new EmbeddedCloudError(
      'ENGINE_UNAVAILABLE',
      `fauxqs did not start: ${(cause as Error).message}; if it is not installed, install again with Node 24 and without --omit=optional`,
      { cause },
    );
  }
}

class Fauxqs implements Engine {
  readonly #app: FauxqsApp;

  constructor(app: FauxqsApp) {
    this.#app = app;
  }

  async handle(request: EngineRequest): Promise<Answer> {
    const { statusCode, headers, rawPayload } = await this.#app.inject({
      method: request.method as 'POST',
      url: request.url,
      headers: request.headers,
      payload: request.body,
    });
    const answer = { status: statusCode, headers: textHeaders(headers), body: rawPayload };
    if (request.signal?.aborted) await releaseUnreadMessages(request, answer, (release) => this.handle(release));
    return answer;
  }

  async stop(): Promise<void> {
    await this.#app.close();
  }
}

/** Headers of the connection are the gateway's own business. */
const CONNECTION_HEADERS = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length']);

function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !CONNECTION_HEADERS.has(name)) result[name] = String(value);
  }
  return result;
}
