import type { Answer, EngineRequest } from '../engines/engine.ts';
import type { FaultInjector } from './fault-injector.ts';
import { parseFault } from './parse-fault.ts';

/** Path of the endpoint that injects faults. */
export const FAULTS_PATH = '/_embedded/faults';

/** `POST` adds a fault, `GET` lists them with how often each fired, `DELETE` removes all. */
export function faultsEndpoint({ method, body }: EngineRequest, faults: FaultInjector): Answer {
  switch (method) {
    case 'GET':
      return answer(200, { faults: faults.list() });
    case 'DELETE':
      faults.clear();
      return answer(200, { faults: [] });
    case 'POST':
      try {
        faults.add(parseFault(body.toString()));
      } catch (error) {
        return answer(400, { error: (error as Error).message });
      }
      return answer(201, { faults: faults.list() });
    default:
      return answer(405, { error: `${FAULTS_PATH} takes POST, GET and DELETE, got ${method}` });
  }
}

function answer(status: number, content: object): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
}
