import type { PropsCheck } from '../props/props-check.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';

/** Checks the topics of an outbox. Events name their topic, so each name must lead to one. */
export function checkTopics(check: PropsCheck, topics: readonly IEventTopic[]): void {
  if (topics.length === 0) {
    check.add('TopicsEmpty', 'topics must name at least one topic, got none');
  }
  const names = topics.map(({ definition }) => definition.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    check.add(
      'TopicNameTwice',
      `topics must have different names, got ${twice} twice; entries name their topic, so each name must lead to one`,
    );
  }
}
