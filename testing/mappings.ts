import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import type { CloudClients } from './cloud-clients.ts';
import { eventually } from './eventually.ts';

/** AWS takes up to a minute to stop or start the pollers of a mapping. */
const SWITCH_DEADLINE_MS = 120_000;

/** Pauses an event source mapping and waits until it polls no more. What is in the source stays there. Idempotent. */
export const pauseMapping = (clients: CloudClients, mappingId: string): Promise<void> =>
  switchMapping(clients, mappingId, false);

/** Resumes an event source mapping and waits until it polls. Idempotent. */
export const resumeMapping = (clients: CloudClients, mappingId: string): Promise<void> =>
  switchMapping(clients, mappingId, true);

async function switchMapping(clients: CloudClients, UUID: string, Enabled: boolean): Promise<void> {
  const wanted = Enabled ? 'Enabled' : 'Disabled';
  await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  await eventually(
    async () => {
      const { State } = await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return State === wanted;
    },
    { deadlineMs: SWITCH_DEADLINE_MS, what: `event source mapping ${UUID} becoming ${wanted}` },
  );
}
