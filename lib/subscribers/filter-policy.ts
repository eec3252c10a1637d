import { EVENT_TYPE_ATTRIBUTE } from '../../contracts/attributes.ts';
import type { EventDefinition, TopicDefinition } from '../../contracts/event.ts';
import { snsLimits } from '../../contracts/limits.ts';
import { type PropsCheck, shown } from '../props/props-check.ts';
import { type BodyFilter, checkBodyFilter, checkBodyFilterLimits } from './body-filter.ts';
import { isEventPattern, matchTypes } from './event-pattern.ts';

/** The filter of a subscription, as SNS wants it. */
export interface SubscriptionFilter {
  readonly filterPolicy: Readonly<Record<string, unknown>>;
  readonly filterPolicyScope: 'MessageAttributes' | 'MessageBody';
}

/** What a subscription is filtered by. */
export interface FilterOptions {
  readonly topic: TopicDefinition;
  readonly events?: readonly (EventDefinition | string)[];
  readonly bodyFilter?: BodyFilter;
}

type TypeCondition = string | { readonly prefix: string };

/**
 * The filter for what a subscriber wants: by the type attribute, because filters on attributes are free, unless the body
 * is to be looked into. A subscription has one scope, so the type is then looked for in the body as well.
 *
 * @returns undefined when every message of the topic is wanted: then there is nothing to filter.
 */
export function subscriptionFilter(check: PropsCheck, options: FilterOptions): SubscriptionFilter | undefined {
  const types = options.events && conditionsOnType(check, options.topic, options.events);
  if (options.bodyFilter === undefined) {
    return types && { filterPolicy: { [EVENT_TYPE_ATTRIBUTE]: types }, filterPolicyScope: 'MessageAttributes' };
  }
  checkBodyFilter(check, options.bodyFilter);
  const filterPolicy = { ...(types && { type: types }), data: options.bodyFilter };
  checkBodyFilterLimits(check, filterPolicy);
  return { filterPolicy, filterPolicyScope: 'MessageBody' };
}

/** Undefined for all: when each declared event is listed, or a pattern takes whatever comes. */
function conditionsOnType(
  check: PropsCheck,
  topic: TopicDefinition,
  events: readonly (EventDefinition | string)[],
): readonly TypeCondition[] | undefined {
  if (!Array.isArray(events) || events.length === 0) {
    check.add('EventsEmpty', `events must name at least one event, got ${shown(events)}; leave it out for all`);
    return undefined;
  }
  const declared = topic.events.map(({ type }) => type);
  const wanted = events.map((event) => wantedBy(check, topic, declared, event));
  const prefixes = [...new Set(wanted.flatMap(({ prefix }) => prefix ?? []))].sort();
  const types = [...new Set(wanted.flatMap((each) => each.types))].sort();
  if (prefixes.includes('') || (prefixes.length === 0 && types.length === declared.length)) {
    return undefined;
  }
  const conditions = [
    ...types.filter((type) => !prefixes.some((prefix) => type.startsWith(prefix))),
    ...prefixes.map((prefix) => ({ prefix })),
  ];
  if (conditions.length > snsLimits.filterPolicyCombinations) {
    check.add(
      'EventsTooMany',
      `events must be at most ${snsLimits.filterPolicyCombinations}, SNS's limit of a filter policy, got ${conditions.length}; subscribe to all or split the topic`,
    );
  }
  return conditions;
}

function wantedBy(
  check: PropsCheck,
  topic: TopicDefinition,
  declared: readonly string[],
  event: EventDefinition | string,
): { readonly types: readonly string[]; readonly prefix?: string } {
  const pattern = typeof event === 'string' ? event : event?.type;
  if (typeof pattern !== 'string' || !isEventPattern(pattern)) {
    check.add(
      'EventPatternInvalid',
      `events must be event definitions, or types and patterns of words, * and # joined by ".", got ${shown(event)}`,
    );
    return { types: [] };
  }
  const wanted = matchTypes(pattern, declared);
  if (wanted.types.length === 0) {
    check.add(
      'EventNotInTopic',
      `events must be among those of topic ${topic.name} (${declared.join(', ')}), got ${pattern}`,
    );
  }
  return wanted;
}
