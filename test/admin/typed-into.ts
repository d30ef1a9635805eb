/** What the panel tells people to type into an application, by the labels that stand there. */
import { adminClient, botCredentials } from './admin-client.ts';
import { APP_PASSWORD } from '../attacks/office.ts';
import type { RunningServer } from '../support/start-server.ts';

/** Belongs among the service accounts of an office whose connections are read. */
export const READS_CONNECTIONS = {
  username: 'bot',
  admin: true,
  scope: 'lanyard:admin',
  app_passwords: [{ name: 'main', password: APP_PASSWORD }],
};

/** Throws Error for an application that is not known, and for a label that has no value. */
export async function typedInto(server: RunningServer, client_id: string): Promise<(label: string) => string> {
  const { issuer } = server.ready;
  const client = adminClient(issuer, await botCredentials(issuer));
  const { items } = (await client('listApplications', {})).body;
  const id = items.find((application) => application.client_id === client_id)?.id;
  if (id === undefined) throw new Error(`no application ${client_id}`);
  const { fields } = (await client('readConnection', { path: { id } })).body;
  return (label) => {
    const value = fields.find((field) => field.label === label)?.value;
    if (value === undefined || value === null) throw new Error(`nothing to type into ${label} of ${client_id}`);
    return value;
  };
}
