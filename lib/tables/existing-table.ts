import { Stack } from 'aws-cdk-lib';
import type { CfnTable, ITable, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { IConstruct } from 'constructs';
import type { PropsCheck } from '../props/props-check.ts';
import type { TableProps } from './table-props.ts';

/** What a table must have that somebody else defined. */
export interface TableRequirements {
  /** View types of its stream that will do, the best first. */
  readonly viewTypes?: readonly StreamViewType[];
  /** Names of its key attributes, which must be texts: the partition key, and perhaps the sort key. */
  readonly keys?: readonly string[];
  readonly timeToLiveAttribute?: string;
}

/**
 * Checks an existing table as far as synthesis knows it: of an imported one no more than whether it has a stream. Values
 * known only at deployment pass.
 */
export function checkTable(check: PropsCheck, table: ITable, requirements: TableRequirements): void {
  const known = definitionOf(table);
  const { viewTypes, keys, timeToLiveAttribute } = requirements;
  if (viewTypes !== undefined) {
    checkStream(check, table, known, viewTypes);
  }
  if (keys !== undefined) {
    checkKeys(check, known, keys);
  }
  const attribute = known?.timeToLiveSpecification?.attributeName;
  if (
    timeToLiveAttribute !== undefined &&
    known !== undefined &&
    !isToken(attribute) &&
    attribute !== timeToLiveAttribute
  ) {
    check.add(
      'TableTimeToLive',
      `table must expire items by the attribute ${timeToLiveAttribute}, got ${attribute ?? 'no time to live'}; set timeToLiveAttribute`,
    );
  }
}

/** Refuses choices about a table that somebody else has defined: they would change nothing. */
export function checkTableIsOurs(check: PropsCheck, props: TableProps): void {
  const chosen = (['encryptionKey', 'pointInTimeRecovery', 'deletionProtection'] as const).filter(
    (name) => props[name] !== undefined,
  );
  if (chosen.length > 0) {
    check.add('TableNotOurs', `${chosen.join(', ')} must not be set beside table, got both; set it on that table`);
  }
}

const outboxes = new WeakMap<IConstruct, IConstruct>();

/** Takes a table of somebody else's for one outbox: the relays of two would publish each event twice. */
export function takeTable(check: PropsCheck, outbox: IConstruct, table: ITable): void {
  const resource = table.node.defaultChild ?? table;
  const holder = outboxes.get(resource);
  if (holder !== undefined) {
    check.add(
      'TableTaken',
      `table must have one outbox, got ${table.node.path}, which has ${holder.node.path}; give that one all topics, or each event is published twice`,
    );
    return;
  }
  outboxes.set(resource, outbox);
}

/** The properties of a table's resource that are read here, with tokens resolved where that can be. */
interface TableDefinition {
  readonly streamSpecification?: { readonly streamViewType?: unknown };
  readonly keySchema?: readonly { readonly attributeName?: unknown }[];
  readonly attributeDefinitions?: readonly { readonly attributeName?: unknown; readonly attributeType?: unknown }[];
  readonly timeToLiveSpecification?: { readonly attributeName?: unknown };
}

function definitionOf(table: ITable): TableDefinition | undefined {
  const resource = table.node.defaultChild as CfnTable | undefined;
  if (resource === undefined) {
    return undefined;
  }
  const { streamSpecification, keySchema, attributeDefinitions, timeToLiveSpecification } = resource;
  return Stack.of(table).resolve({ streamSpecification, keySchema, attributeDefinitions, timeToLiveSpecification });
}

function checkStream(
  check: PropsCheck,
  table: ITable,
  known: TableDefinition | undefined,
  viewTypes: readonly StreamViewType[],
): void {
  const missing = known === undefined ? table.tableStreamArn === undefined : known.streamSpecification === undefined;
  if (missing) {
    check.add(
      'TableStreamMissing',
      known === undefined
        ? 'table must have a stream, got an imported table without tableStreamArn; import it with Table.fromTableAttributes and both ARNs'
        : `table must have a stream, got none; set stream to StreamViewType.${viewTypes[0]}`,
    );
    return;
  }
  const viewType = known?.streamSpecification?.streamViewType;
  if (typeof viewType === 'string' && !viewTypes.includes(viewType as StreamViewType)) {
    check.add(
      'TableStreamViewType',
      `table must have a stream of ${viewTypes.join(' or ')}, got ${viewType}; a stream's view type cannot be changed, so CloudFormation replaces the stream: let every reader of the old one finish first`,
    );
  }
}

function checkKeys(check: PropsCheck, known: TableDefinition | undefined, keys: readonly string[]): void {
  const types = new Map(known?.attributeDefinitions?.map((each) => [each.attributeName, each.attributeType]));
  const actual = known?.keySchema?.map(({ attributeName }) => ({ attributeName, type: types.get(attributeName) }));
  if (actual === undefined || actual.some(({ attributeName, type }) => isToken(attributeName) || isToken(type))) {
    return;
  }
  const shown = actual.map(({ attributeName, type }) => `${attributeName} (${type})`).join(' and ');
  const wanted = keys.map((name) => `${name} (S)`).join(' and ');
  if (shown !== wanted) {
    check.add('TableKeys', `table must have the key ${wanted}, got ${shown}; use a table of its own`);
  }
}

/** What is known only at deployment resolves to an intrinsic function. */
const isToken = (value: unknown): boolean => typeof value === 'object' && value !== null;
