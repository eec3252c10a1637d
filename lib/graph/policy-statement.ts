import { isSnsService } from '../access/sns-principal.ts';
import { listOf, recordOf } from './property-values.ts';
import { isIntrinsic, isLiteral, referencedPath } from './reference.ts';

/** A statement of a resource's or role's policy, in one form whatever wrote it. */
export interface PolicyStatementNode {
  readonly allow: boolean;
  readonly actions: readonly unknown[];
  readonly resources: readonly unknown[];
  /** `sns.amazonaws.com` and the like. */
  readonly services: readonly unknown[];
  /** ARNs of roles, accounts and the like. */
  readonly principals: readonly unknown[];
  readonly anyone: boolean;
  /** Values that a request must have, by condition key in lower case. What may be anything, or is only excluded, is left out. */
  readonly conditions: ReadonlyMap<string, readonly unknown[]>;
  /** Those of the keys that a request need not have at all. */
  readonly optional: ReadonlySet<string>;
}

/** Reads a policy document. What is unknown at synthesis may allow everything. */
export const statementsOf = (document: unknown): readonly PolicyStatementNode[] =>
  isIntrinsic(document)
    ? [UNKNOWN]
    : listOf(recordOf(document)['Statement']).map((statement) =>
        isIntrinsic(statement) ? UNKNOWN : readStatement(recordOf(statement)),
      );

const UNKNOWN: PolicyStatementNode = {
  allow: true,
  actions: ['*'],
  resources: ['*'],
  services: ['*'],
  principals: [],
  anyone: false,
  conditions: new Map([['aws:sourcearn', ['*']]]),
  optional: new Set(),
};

/** `StringNotEquals` and the like exclude, and `Null` asks for the key only. */
const EXCLUDING = /Not|^Null$/;

function readStatement(statement: Readonly<Record<string, unknown>>): PolicyStatementNode {
  const principal = statement['Principal'];
  const { AWS: accounts, Service: services } = recordOf(principal) as { AWS?: unknown; Service?: unknown };
  const principals = listOf(accounts);
  const tests = Object.entries(recordOf(statement['Condition']))
    .filter(([operator]) => !EXCLUDING.test(operator))
    .flatMap(([operator, test]) =>
      Object.entries(recordOf(test)).map(([key, value]) => ({
        operator,
        key: key.toLowerCase(),
        values: listOf(value),
      })),
    )
    .filter(({ values }) => values.some((value) => value !== '*'));
  return {
    allow: statement['Effect'] === 'Allow',
    // NotAction and NotResource are read as everything: an error that is none would be worse than one that is missed.
    actions: statement['NotAction'] === undefined ? listOf(statement['Action']) : ['*'],
    resources: statement['NotResource'] === undefined ? listOf(statement['Resource']) : ['*'],
    services: listOf(services),
    principals,
    anyone: principal === '*' || principals.includes('*'),
    conditions: new Map(tests.map(({ key, values }) => [key, values])),
    optional: new Set(tests.filter(({ operator }) => operator.endsWith('IfExists')).map(({ key }) => key)),
  };
}

/** Whether a statement allows an AWS service an action, conditions aside. */
export const allowsService = (statement: PolicyStatementNode, service: string, action: string): boolean =>
  statement.allow && (statement.anyone || names(statement.services, service)) && coversAction(statement, action);

/** Whether a statement allows SNS of any Region an action, conditions aside. */
export const allowsAnySns = (statement: PolicyStatementNode, action: string): boolean =>
  statement.allow &&
  (statement.anyone || statement.services.some((service) => isSnsService(service) || service === '*')) &&
  coversAction(statement, action);

const names = (services: readonly unknown[], service: string): boolean =>
  services.some((each) => each === service || each === '*' || isIntrinsic(each));

/** Whether the actions of a statement include one. */
export const coversAction = ({ actions }: PolicyStatementNode, action: string): boolean =>
  actions.some((pattern) => typeof pattern !== 'string' || matches(pattern.toLowerCase(), action.toLowerCase()));

/** Whether the conditions of a statement let requests on behalf of `source` pass, as far as that is known at synthesis. */
export const admitsSource = ({ conditions }: PolicyStatementNode, source: unknown): boolean =>
  conditions.get('aws:sourcearn')?.some((pattern) => mayMean(pattern, source)) ?? true;

/** Keys that say on whose behalf a service acts. */
const SOURCE_KEYS = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalorgid',
];

/** Whether a statement says on whose behalf a service may act. */
export const namesSource = (statement: PolicyStatementNode): boolean =>
  SOURCE_KEYS.some((key) => demands(statement, key));

/** Keys that say who calls, beside tags. */
const CALLER_KEYS = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgpaths',
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
];

/** Whether the conditions of a statement for everybody make it one for somebody. */
export const limitsWho = (statement: PolicyStatementNode): boolean =>
  namesSource(statement) ||
  CALLER_KEYS.some((key) => demands(statement, key)) ||
  [...statement.conditions.keys()].some((key) => key.startsWith('aws:principaltag/') && demands(statement, key));

const demands = ({ conditions, optional }: PolicyStatementNode, key: string): boolean =>
  conditions.has(key) && !optional.has(key);

/** Whether a pattern of a policy may mean an ARN. Unknown values may. */
export function mayMean(pattern: unknown, value: unknown): boolean {
  if (JSON.stringify(pattern) === JSON.stringify(value)) {
    return true;
  }
  if (typeof pattern === 'string' && typeof value === 'string') {
    return matches(pattern, value);
  }
  if (referencedPath(pattern) !== undefined && referencedPath(value) !== undefined) {
    return referencedPath(pattern) === referencedPath(value);
  }
  return !isLiteral(pattern) || !isLiteral(value);
}

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);
