/**
 * The programs that come with a client_id of their own, which they use at every Gitea and Forgejo: Git's helpers and tea. They
 * are public and run on people's own computers. None is here until an admin wants them.
 */
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application, Settings } from '../storage/records/directory.ts';
import type { Transaction } from '../storage/store.ts';
import { createApplication, findApplicationRecord } from './applications.ts';
import { removeApplication } from './application-ends.ts';

const TOOLS: readonly (readonly [client_id: string, client_name: string])[] = [
  ['a4792ccc-144e-407e-86c9-5e7d8d9c3269', 'git-credential-oauth'],
  ['e90ee53c-94e2-48ac-9358-a874fb9e0662', 'Git Credential Manager'],
  ['d57cb8c4-630c-4168-8324-ec79935e18d4', 'tea'],
];

/** Any port of this computer; some of them end the address with a slash. */
const REDIRECT_URIS: readonly string[] = ['http://127.0.0.1', 'http://127.0.0.1/', 'http://[::1]', 'http://[::1]/'];

/** What Git's helpers ask for, by the older names and the newer ones. */
const SCOPE = 'openid profile email groups offline_access repo read:repository write:repository';

/**
 * Enters what is missing of them, or takes them away with what they hold: those alone that this setting entered. Whatever else
 * an admin has entered by one of their client_ids stays as it is.
 */
export async function setGitTools(within: Transaction, wanted: Settings['git_tools'], now: number): Promise<void> {
  for (const [client_id, client_name] of TOOLS) {
    const there = await findApplicationRecord(within, client_id);
    if (there === undefined) {
      if (wanted !== 'off') await enter(within, { client_id, client_name, dialect: wanted }, now);
    } else if (there.entered_by === 'git_tools') await follow(within, there, wanted, now);
  }
}

async function follow(
  within: Transaction,
  there: Application,
  wanted: Settings['git_tools'],
  now: number,
): Promise<void> {
  if (wanted === 'off') await removeApplication(within, there, now);
  else if (there.dialect !== wanted) {
    await within.collection('applications').update(there.id, (old) => ({ ...old, dialect: wanted, updated_at: now }));
  }
}

interface Tool {
  readonly client_id: string;
  readonly client_name: string;
  readonly dialect: DialectName;
}

async function enter(within: Transaction, tool: Tool, now: number): Promise<void> {
  const input = {
    ...tool,
    entered_by: 'git_tools',
    application_type: 'native',
    redirect_uris: REDIRECT_URIS,
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
    require_pkce: true,
    access_token_format: 'jwt',
    scope: SCOPE,
  } as const;
  await createApplication(within, input, now);
}
