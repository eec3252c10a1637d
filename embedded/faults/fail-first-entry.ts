import type { Answer } from '../engines/engine.ts';
import { jsonAnswer, queryAnswer } from '../gateway/answers.ts';
import type { AwsRequest } from '../gateway/aws-request.ts';
import type { Service } from '../gateway/service.ts';
import { xml } from '../gateway/xml.ts';

/** What AWS answers for an entry that failed by its own fault: trying again may help. */
const FAILURE = { Code: 'InternalError', Message: 'injected fault', SenderFault: false };

/** Performs a batch without its first entry, and answers that this one failed. */
export async function withoutFirstEntry(request: AwsRequest, service: Service): Promise<Answer> {
  return request.protocol === 'query' ? inForm(request, service) : inJson(request, service);
}

interface JsonBatch {
  readonly Entries?: readonly { readonly Id: string }[];
}

/** SQS. */
async function inJson(request: AwsRequest, service: Service): Promise<Answer> {
  const { Entries: [first, ...rest] = [], ...input } = JSON.parse(request.body.toString()) as JsonBatch;
  if (!first) return service(request);
  const failed = { Id: first.Id, ...FAILURE };
  if (rest.length === 0) return jsonAnswer({ Successful: [], Failed: [failed] });
  const answer = await service(withBody(request, JSON.stringify({ ...input, Entries: rest })));
  if (answer.status >= 300) return answer;
  const output = JSON.parse(answer.body.toString()) as { Failed?: readonly object[] };
  return { ...answer, body: JSON.stringify({ ...output, Failed: [failed, ...(output.Failed ?? [])] }) };
}

const FIRST_ENTRY = /^PublishBatchRequestEntries\.member\.1\./;

/** SNS. */
async function inForm(request: AwsRequest, service: Service): Promise<Answer> {
  const input = new URLSearchParams(request.body.toString());
  const Id = input.get('PublishBatchRequestEntries.member.1.Id') ?? '';
  const rest = new URLSearchParams([...input].filter(([name]) => !FIRST_ENTRY.test(name)));
  const failed = { Id, ...FAILURE };
  if (![...rest.keys()].some((name) => name.startsWith('PublishBatchRequestEntries.'))) {
    const result = { Successful: [], Failed: [failed] };
    return queryAnswer('PublishBatch', 'http://sns.amazonaws.com/doc/2010-03-31/', result);
  }
  const answer = await service(withBody(request, rest.toString()));
  return { ...answer, body: answer.body.toString().replace('<Failed>', `<Failed>${xml([failed])}`) };
}

function withBody(request: AwsRequest, text: string): AwsRequest {
  const body = Buffer.from(text);
  return { ...request, body, headers: { ...request.headers, 'content-length': String(body.length) } };
}
