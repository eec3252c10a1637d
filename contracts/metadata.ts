/** Key of a topic resource's metadata in the template whose value is the topic's logical name. */
export const TOPIC_NAME_METADATA = 'fanout:topic';
