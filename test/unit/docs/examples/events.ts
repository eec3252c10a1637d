import { defineEvent, defineTopic } from 'fanout/events';
import { z } from 'zod';

export const userJoined = defineEvent('user.joined', z.object({ userId: z.string(), email: z.string() }));
export const userLeft = defineEvent('user.left', z.object({ userId: z.string() }));

export const users = defineTopic('users', { events: [userJoined, userLeft] });
export const userLedger = defineTopic('user-ledger', { events: [userJoined, userLeft], fifo: true });
