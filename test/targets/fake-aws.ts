import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Elements of one entry of an answer, by their names. */
export type Entry = Readonly<Record<string, string>>;

/** What an account holds beyond the status of its stacks. */
export interface FakeAccount {
  /** Pages of DescribeStackEvents, of whichever stack; the newest event is first. */
  readonly events?: readonly (readonly Entry[])[];
  /** Pages of ListStackResources, of whichever stack. */
  readonly resources?: readonly (readonly Entry[])[];
  /** Actions that the caller may not call, as `DescribeStacks Shop` on a stack. */
  readonly denied?: readonly string[];
}

/** An endpoint that answers STS and CloudFormation's questions. Of a stack it keeps the name and the status. */
export interface FakeAws extends AsyncDisposable {
  readonly endpoint: string;
  /** Names of the actions that were called, in order. */
  readonly actions: readonly string[];
  /** Access key and Region that the last call was signed with, as `key/region`. */
  readonly caller: string;
  /** Status of each stack by name; a test may change it. */
  readonly stacks: Map<string, string>;
  /** Names of the stacks that were created, in order. */
  readonly created: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Starts an endpoint for one account, with stacks of these names and statuses. */
export async function startFakeAws(
  account: string,
  names: Entry = {},
  { events = [], resources = [], denied = [] }: FakeAccount = {},
): Promise<FakeAws> {
  const stacks = new Map(Object.entries(names));
  const actions: string[] = [];
  const created: string[] = [];
  let caller = '';
  const answers: Readonly<Record<string, (action: string, input: URLSearchParams) => Answer>> = {
    GetCallerIdentity: (action) =>
      result(action, elements({ Account: account, Arn: `arn:aws:iam::${account}:user/ada`, UserId: 'ADA' })),
    DescribeStacks: (action, input) => {
      const name = input.get('StackName') ?? '';
      const StackStatus = stacks.get(name);
      return StackStatus === undefined
        ? noStack(name)
        : result(action, list('Stacks', [{ StackName: name, StackStatus }]));
    },
    DescribeStackEvents: (action, input) => page(action, 'StackEvents', events, input),
    ListStackResources: (action, input) => page(action, 'StackResourceSummaries', resources, input),
    // AWS would be asked for change sets; this is what the fake CDK asks for.
    CreateStack: (action, input) => {
      const name = input.get('StackName') ?? '';
      created.push(name);
      stacks.set(name, input.get('StackStatus') ?? '');
      return result(action, '');
    },
    DeleteStack: (action, input) => {
      stacks.delete(input.get('StackName') ?? '');
      return result(action, '');
    },
  };
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
    const { status, body } = denied.includes(`${action} ${input.get('StackName')}`)
      ? failure('AccessDenied', `User: ada is not authorized to perform: cloudformation:${action}`, 403)
      : (answers[action]?.(action, input) ?? failure('InvalidAction', `no such action ${action}`));
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
    created,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One page of an answer; the token of the next one is its number. */
function page(action: string, name: string, pages: readonly (readonly Entry[])[], input: URLSearchParams): Answer {
  const number = Number(input.get('NextToken') ?? 0);
  const token = number + 1 < pages.length ? elements({ NextToken: String(number + 1) }) : '';
  return result(action, `${list(name, pages[number] ?? [])}${token}`);
}

const elements = (entry: Entry): string =>
  Object.entries(entry)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join('');

const list = (name: string, entries: readonly Entry[]): string =>
  `<${name}>${entries.map((entry) => `<member>${elements(entry)}</member>`).join('')}</${name}>`;

const result = (action: string, body: string): Answer => ({
  status: 200,
  body: `<${action}Response><${action}Result>${body}</${action}Result></${action}Response>`,
});

const failure = (Code: string, Message: string, status = 400): Answer => ({
  status,
  body: `<ErrorResponse><Error>${elements({ Type: 'Sender', Code, Message })}</Error></ErrorResponse>`,
});

const noStack = (name: string): Answer => failure('ValidationError', `Stack with id ${name} does not exist`);
