import { describe, expect, it } from 'vitest';
import { MessagingWorld } from '../messaging-world.ts';

/** A queue that holds `noisy` messages of the tenant `n` and then one each of two quiet tenants and one of no tenant. */
function crowd(noisy: number) {
  const world = new MessagingWorld();
  const queueArn = world.queue('queue', { visibilityTimeout: 3_600 });
  const send = (body: string, messageGroupId?: string) => world.sqs.sendMessage({ queueArn, body, messageGroupId });
  for (let sent = 0; sent < noisy; sent += 1) send(`n${sent}`, 'n');
  send('q1', 'q1');
  send('q2', 'q2');
  send('none');
  const take = (count: number) => Array.from({ length: count }, () => world.bodies(queueArn, 1)[0]);
  return { world, queueArn, send, take };
}

describe('fair queues, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html', () => {
  it('give the oldest message first while no tenant is noisy: 29 in flight are not enough', () => {
    const { take } = crowd(40);

    expect(take(30)).toEqual(Array.from({ length: 30 }, (_, index) => `n${index}`));
  });

  it('give quiet tenants’ messages first once a tenant has 30 in flight and more than a tenth of all', () => {
    const { take } = crowd(40);
    take(30);

    expect(take(4)).toEqual(['q1', 'q2', 'none', 'n30']);
  });

  it('do not call a tenant noisy that has a tenth of what is in flight', () => {
    const { world, queueArn, send, take } = crowd(0);
    for (let sent = 0; sent < 267; sent += 1) send('other');
    for (let sent = 0; sent < 31; sent += 1) send(`n${sent}`, 'n');
    send('last');
    take(300);

    // 30 of 300 in flight.
    expect(world.bodies(queueArn, 1)).toEqual(['n30']);
  });

  it('call a tenant noisy that takes more than a tenth of the processing time, whatever it has in flight', () => {
    const { world, queueArn, send } = crowd(0);
    for (let slow = 0; slow < 2; slow += 1) send('slow', 'slow');
    for (let quick = 0; quick < 3; quick += 1) world.receive(queueArn, 1);
    const [first] = world.receive(queueArn, 1);
    world.advance(60_000);
    world.sqs.deleteMessage({ queueArn, receiptHandle: first?.receiptHandle ?? '' });
    send('quiet', 'quiet');

    expect(world.bodies(queueArn)).toEqual(['quiet', 'slow']);
  });

  it('take of several noisy tenants the one with the fewest messages in flight', () => {
    const { world, queueArn, take, send } = crowd(31);
    take(34);
    for (let sent = 0; sent < 33; sent += 1) send(`m${sent}`, 'm');
    take(32);
    send('n-late', 'n');

    // m has 32 in flight, n 31.
    expect(world.bodies(queueArn)).toEqual(['n-late', 'm32']);
  });

  it('call a tenant quiet again that has sent nothing for five minutes', () => {
    const { world, queueArn, take, send } = crowd(40);
    take(33);
    world.advance(300_000);
    send('new', 'q3');

    expect(world.bodies(queueArn, 1)).toEqual(['n30']);
  });
});
