import { EVENT_TYPE_ATTRIBUTE } from '../contracts/attributes.ts';
import type { EventDefinition, TopicDefinition } from '../contracts/event.ts';
import { snsLimits } from '../contracts/limits.ts';
import type { PropsCheck } from './props-check.ts';

/**
 * The subscription filter for the events that a subscriber wants: by the type attribute, because filters on attributes
 * are free. Notes a list that is empty, names an event that the topic does not carry, or exceeds SNS's limit.
 *
 * @returns undefined when every event of the topic is wanted: then there is nothing to filter.
 */
export function filterPolicyFor(
  check: PropsCheck,
  topic: TopicDefinition,
  events: readonly EventDefinition[] | undefined,
): Record<string, readonly string[]> | undefined {
  if (events === undefined) {
    return undefined;
  }
  if (events.length === 0) {
    check.add('EventsEmpty', 'events must name at least one event, got none; leave it out for all');
  }
  const carried = topic.events.map(({ type }) => type);
  const types = [...new Set(events.map(({ type }) => type))].sort();
  const unknown = types.filter((type) => !carried.includes(type));
  if (unknown.length > 0) {
    check.add(
      'EventNotInTopic',
      `events must be among those of topic ${topic.name} (${carried.join(', ')}), got ${unknown.join(', ')}`,
    );
  }
  if (types.length === carried.length) {
    return undefined;
  }
  if (types.length > snsLimits.filterPolicyCombinations) {
    check.add(
      'EventsTooMany',
      `events must be at most ${snsLimits.filterPolicyCombinations}, SNS's limit of a filter policy, got ${types.length}; subscribe to all or split the topic`,
    );
  }
  return { [EVENT_TYPE_ATTRIBUTE]: types };
}
