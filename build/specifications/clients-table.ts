/**
 * The README's table of clients that were written for other products: dialect, library, calls, and the tests in which they pass.
 * The paths are those of the dialects' own rows.
 */
import { DIALECTS } from '../../server/dialects/index.ts';
import type { Dialect } from '../../server/dialects/dialect.ts';
import type { ClientLibrary } from './client-library.ts';
import { linked, nameIn, type Sources } from './table.ts';

export const CLIENTS_PLACE = [
  '<!-- made by npm run specifications: clients -->',
  '<!-- end of the clients -->',
] as const;

/** Markdown. Throws an Error that names every dialect without a client, every call that is not served and every test that is not there. */
export async function clientsTableOf(clients: readonly ClientLibrary[], read: Sources['read']): Promise<string> {
  const faults = [...idle(clients), ...(await Promise.all(clients.map((client) => faultsOf(client, read)))).flat()];
  if (faults.length > 0) throw new Error(`the table of clients has faults:\n${faults.join('\n')}`);
  const written = await Promise.all(
    clients.map(async (client) => {
      const tests = await Promise.all(client.tests.map((test) => linked(test, read)));
      const calls = client.calls.map((call) => `\`${pathOf(client, call) ?? call}\``);
      return `| ${client.dialect} | ${nameOf(client)} | ${calls.join(' ')} | ${tests.join('; ')} |`;
    }),
  );
  return ['| dialect | client | calls | passed in |', '|---|---|---|---|', ...written].join('\n');
}

function idle(clients: readonly ClientLibrary[]): readonly string[] {
  return DIALECTS.filter(({ name }) => name !== 'native' && !clients.some(({ dialect }) => dialect === name)).map(
    ({ name }) => `${name} is tried by no client`,
  );
}

async function faultsOf(client: ClientLibrary, read: Sources['read']): Promise<readonly string[]> {
  const faults: string[] = client.tests.length === 0 ? [`${nameOf(client)} is tried by no test`] : [];
  for (const call of client.calls) {
    if (pathOf(client, call) === undefined) faults.push(`${client.dialect} serves no ${call}`);
  }
  for (const test of client.tests) {
    const [file, name] = test;
    const title = await nameIn(test, read);
    if (title === undefined) faults.push(`test/${file} has no test '${name}'`);
    if (title?.includes('${') === true) faults.push(`'${title}' of test/${file} is no name; say how it is shown`);
    const text = (await read(`test/${file}`)) ?? '';
    const ways = client.library === undefined ? [] : (LOADED_BY[client.library] ?? [client.library]);
    if (ways.length > 0 && !ways.some((way) => text.includes(`${way}'`))) {
      faults.push(`test/${file} does not load ${ways.join(' or ')}`);
    }
  }
  return faults;
}

/** Where a test does not load the package by its bare name: what it imports instead. */
const LOADED_BY: Readonly<Record<string, readonly string[]>> = {
  '@auth/core': ['/auth-core.ts'],
  '@auth0/nextjs-auth0': ['/next-auth0.ts'],
  'passport-github2': ['passport-github2', '/passport-github2.ts'],
  auth0: ['auth0/legacy'],
  '@ory/client': ['@ory/client', '/ory-visitor.ts', '/sign-in-program.ts', '/login-and-consent.ts'],
};

function nameOf({ library, known_as, shown_as }: ClientLibrary): string {
  return library === undefined
    ? (known_as ?? '')
    : `[${shown_as ?? library}](https://www.npmjs.com/package/${library})`;
}

/** A REST call is its own path; undefined for an endpoint that the dialect does not have. */
function pathOf({ dialect }: ClientLibrary, call: ClientLibrary['calls'][number]): string | undefined {
  if (call.startsWith('/')) return call;
  const paths: Dialect['paths'] | undefined = DIALECTS.find(({ name }) => name === dialect)?.paths;
  return Object.entries(paths ?? {}).find(([endpoint]) => endpoint === call)?.[1][0];
}
