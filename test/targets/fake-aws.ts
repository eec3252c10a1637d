import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that answers STS and CloudFormation's questions, and creates nothing. */
export interface FakeAws extends AsyncDisposable {
  readonly endpoint: string;
  /** Names of the actions that were called, in order. */
  readonly actions: readonly string[];
  /** Access key and Region that the last call was signed with, as `key/region`. */
  readonly caller: string;
  /** Status of each stack by name; a test may change it. */
  readonly stacks: Map<string, string>;
}

/** Starts an endpoint for one account, with stacks of these names and statuses. */
export async function startFakeAws(account: string, names: Readonly<Record<string, string>> = {}): Promise<FakeAws> {
  const stacks = new Map(Object.entries(names));
  const actions: string[] = [];
  let caller = '';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const input = new URLSearchParams(Buffer.concat(chunks).toString());
    const action = input.get('Action') ?? '';
    actions.push(action);
    const [, key, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    caller = `${key}/${region}`;
    const { status, body } = answer(action, input.get('StackName') ?? '', account, stacks);
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    actions,
    get caller() {
      return caller;
    },
    stacks,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(action: string, stack: string, account: string, stacks: ReadonlyMap<string, string>) {
  if (action === 'GetCallerIdentity') {
    const identity = `<Account>${account}</Account><Arn>arn:aws:iam::${account}:user/ada</Arn><UserId>ADA</UserId>`;
    return { status: 200, body: result(action, identity) };
  }
  const stackStatus = stacks.get(stack);
  if (action === 'DescribeStacks' && stackStatus !== undefined) {
    const member = `<member><StackName>${stack}</StackName><StackStatus>${stackStatus}</StackStatus></member>`;
    return { status: 200, body: result(action, `<Stacks>${member}</Stacks>`) };
  }
  const message = `Stack with id ${stack} does not exist`;
  const error = `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error>`;
  return { status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` };
}

const result = (action: string, body: string): string =>
  `<${action}Response><${action}Result>${body}</${action}Result></${action}Response>`;
