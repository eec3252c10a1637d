import { InvalidParameterException, PublishCommand } from '@aws-sdk/client-sns';
import type { Lab } from './lab.ts';
import { take } from './messages.ts';

/** A message to publish. */
export interface Publication {
  readonly name: string;
  /** Attributes by name: text is a `String`, a number a `Number`, a list a `String.Array`. */
  readonly attributes?: Readonly<Record<string, string | number | readonly unknown[]>>;
  /**
   * Properties of the JSON body, beside its name.
   *
   * @default - none
   */
  readonly body?: Readonly<Record<string, unknown>>;
}

/**
 * Publishes to a subscription with a filter policy; answers the names of the messages that it lets through, sorted, or
 * `refused` when the policy is.
 *
 * A second subscription without a filter shows when everything has been delivered.
 */
export async function passing(
  lab: Lab,
  policy: unknown,
  publications: readonly Publication[],
  scope: 'MessageAttributes' | 'MessageBody' = 'MessageAttributes',
): Promise<readonly string[] | 'refused'> {
  const [topic, filtered, unfiltered] = await Promise.all([lab.topic(), lab.queue(), lab.queue()]);
  await lab.subscribe(topic, unfiltered, { RawMessageDelivery: 'true' });
  try {
    await lab.subscribe(topic, filtered, {
      RawMessageDelivery: 'true',
      FilterPolicy: JSON.stringify(policy),
      FilterPolicyScope: scope,
    });
  } catch (error) {
    if (error instanceof InvalidParameterException) return 'refused';
    throw error;
  }
  for (const publication of publications) await publish(lab, topic, publication);
  await take(lab, unfiltered.url, publications.length, 10);
  const passed = await take(lab, filtered.url, publications.length);
  return passed.map(({ Body = '{}' }) => JSON.parse(Body).name as string).sort();
}

/** Publishes one message whose body is JSON with its name. */
export async function publish(lab: Lab, TopicArn: string, { name, attributes = {}, body = {} }: Publication) {
  return lab.clients.sns.send(
    new PublishCommand({
      TopicArn,
      Message: JSON.stringify({ name, ...body }),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [
          key,
          { DataType: dataType(value), StringValue: text(value) },
        ]),
      ),
    }),
  );
}

function dataType(value: unknown): string {
  if (Array.isArray(value)) return 'String.Array';
  return typeof value === 'number' ? 'Number' : 'String';
}

const text = (value: unknown): string => (Array.isArray(value) ? JSON.stringify(value) : String(value));
