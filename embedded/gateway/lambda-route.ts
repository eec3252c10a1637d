/** What a path of Lambda's REST API asks for. */
export interface LambdaRoute {
  readonly operation: LambdaOperation;
  /** Function name or ARN, or UUID of a mapping; empty for lists. */
  readonly resource: string;
  readonly query: URLSearchParams;
}

/** The part of Lambda's API that the embedded cloud has. */
export type LambdaOperation =
  | 'Invoke'
  | 'GetFunction'
  | 'GetFunctionConfiguration'
  | 'ListFunctions'
  | 'GetFunctionConcurrency'
  | 'PutFunctionConcurrency'
  | 'DeleteFunctionConcurrency'
  | 'ListEventSourceMappings'
  | 'GetEventSourceMapping'
  | 'UpdateEventSourceMapping';

const ROUTES: readonly (readonly [string, RegExp, LambdaOperation])[] = [
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, 'Invoke'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)$/, 'GetFunction'],
  ['GET', /^\/2015-03-31\/functions\/?$/, 'ListFunctions'],
  ['GET', /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/, 'GetFunctionConcurrency'],
  ['PUT', /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, 'PutFunctionConcurrency'],
  ['DELETE', /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, 'DeleteFunctionConcurrency'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/?$/, 'ListEventSourceMappings'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, 'GetEventSourceMapping'],
  ['PUT', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, 'UpdateEventSourceMapping'],
];

/** The operation of a request to Lambda; undefined when the embedded cloud does not have it. */
export function lambdaRoute(method: string, url: string): LambdaRoute | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  for (const [routeMethod, pattern, operation] of ROUTES) {
    const match = routeMethod === method ? pattern.exec(path) : null;
    if (match) return { operation, resource: decodeURIComponent(match[1] ?? ''), query: new URLSearchParams(query) };
  }
  return undefined;
}
