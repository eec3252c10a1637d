import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { LogEvent, LogStore } from '../logs/index.ts';
import { ServiceError } from '../service-call.ts';
import { errorAnswer, jsonAnswer } from './answers.ts';
import { termFilter } from './log-filter-pattern.ts';
import type { Service } from './service.ts';

interface LogsInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupNamePrefix?: string;
  readonly logStreamName?: string;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly startFromHead?: boolean;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** CloudWatch's own limit of a page. */
const MAX_EVENTS = 10_000;

/** CloudWatch Logs' reading actions. */
export function logsService(logs: LogStore): Service {
  const actions: Readonly<Record<string, (input: LogsInput) => object>> = {
    DescribeLogGroups: ({ logGroupNamePrefix }) => ({ logGroups: logs.groups(logGroupNamePrefix).map(describeGroup) }),
    FilterLogEvents: (input) => filterLogEvents(logs, input),
    GetLogEvents: (input) => getLogEvents(logs, input),
  };
  return async ({ operation, body }) => {
    const action = actions[operation];
    if (action) return jsonAnswer(action(JSON.parse(body.toString() || '{}')));
    const message = `The embedded cloud has no action ${operation} of CloudWatch Logs`;
    return errorAnswer('json', 'UnknownOperationException', message);
  };
}

function describeGroup(logGroupName: string): object {
  const arn = `arn:${PARTITION}:logs:${REGION}:${ACCOUNT_ID}:log-group:${logGroupName}`;
  return { logGroupName, arn: `${arn}:*`, logGroupArn: arn, logGroupClass: 'STANDARD' };
}

function groupOf({ logGroupName, logGroupIdentifier }: LogsInput): string {
  const group = logGroupName ?? logGroupIdentifier?.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '');
  if (group) return group;
  throw new ServiceError('InvalidParameterException', 'logGroupName or logGroupIdentifier is required', 400);
}

/** Like on AWS, a page may hold fewer events than there are before its token, even none. */
function filterLogEvents(logs: LogStore, input: LogsInput): object {
  const { startTime, endTime, nextToken, limit = MAX_EVENTS, logStreamNames, logStreamNamePrefix = '' } = input;
  const matches = termFilter(input.filterPattern ?? '');
  const page = logs.events({
    group: groupOf(input),
    ...(startTime !== undefined && { startTime }),
    ...(endTime !== undefined && { endTime }),
    ...(nextToken !== undefined && { after: nextToken }),
    limit,
  });
  const events = page.events.filter(
    ({ logStreamName, message }) =>
      logStreamName.startsWith(logStreamNamePrefix) &&
      (logStreamNames?.includes(logStreamName) ?? true) &&
      matches(message),
  );
  return { events, searchedLogStreams: [], ...(page.nextToken && { nextToken: page.nextToken }) };
}

/** The events of one stream; the tokens are `f/` or `b/` and the id of the event that they go on from. */
function getLogEvents(logs: LogStore, input: LogsInput): object {
  const { startTime, endTime, nextToken, limit = MAX_EVENTS, startFromHead = false } = input;
  const { events } = logs.events({
    group: groupOf(input),
    ...(startTime !== undefined && { startTime }),
    ...(endTime !== undefined && { endTime }),
    limit: Number.MAX_SAFE_INTEGER,
  });
  const isBackward = nextToken === undefined ? !startFromHead : nextToken.startsWith('b/');
  const from = nextToken?.slice(2);
  const wanted = events.filter(
    ({ logStreamName, eventId }) =>
      logStreamName === input.logStreamName && (from === undefined || (isBackward ? eventId < from : eventId > from)),
  );
  const page: readonly LogEvent[] = isBackward ? wanted.slice(-limit) : wanted.slice(0, limit);
  return {
    events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    // At the end a token stays the same, by which clients know that they have everything.
    nextForwardToken: `f/${page.at(-1)?.eventId ?? from ?? ''}`,
    nextBackwardToken: `b/${page[0]?.eventId ?? from ?? ''}`,
  };
}
