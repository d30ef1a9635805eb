/**
 * authentik's calls that make service accounts and the app passwords they sign in with, for programs that set up others.
 * They do what the admin API does, with its rights and its audit log. A password that was made is told once.
 */
import { GROUP_HANDLERS } from '../admin/groups-api.ts';
import type { AdminContext } from '../admin/handler.ts';
import { inOneTransaction } from '../admin/in-one-transaction.ts';
import { invalidFields, notFound, ProblemError } from '../admin/problem-error.ts';
import { ACCOUNT_HANDLERS } from '../admin/service-accounts-api.ts';
import type { Access } from '../contract/admin/operation.ts';
import { PROBLEMS } from '../contract/admin/problem.ts';
import { appPasswordInput, serviceAccountInput } from '../contract/admin/people.ts';
import { authentikServiceAccount, authentikToken } from '../contract/facades/authentik.ts';
import { DomainError } from '../directory/domain-error.ts';
import { everyRecord } from '../directory/every-record.ts';
import type { EmptyResponse, JsonResponse } from '../engine/wire.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { AppPassword, ServiceAccount } from '../storage/records/directory.ts';
import type { Facade, FacadeRequest, FindToken, Office } from './facade.ts';
import { asAdmin, plainCall } from './office/as-admin.ts';
import { createFreshKeys } from './office/fresh-keys.ts';
import { readBody } from './office/read-body.ts';

const ROOT = '/api/v3/core';
const TOKEN = `${ROOT}/tokens/{identifier}/`;
/** As authentik has it where nothing is said. */
const LIFETIME_S = 360 * 24 * 3600;

export function authentikAccountFacades(findToken: FindToken, office: Office): readonly Facade[] {
  const fresh = createFreshKeys();
  type Answer = (request: FacadeRequest, cx: AdminContext) => Promise<JsonResponse | EmptyResponse>;
  const row = (method: Facade['method'], path: string, access: Access, answer: Answer, names: Names = {}): Facade => ({
    dialect: 'authentik',
    method,
    paths: [path],
    office: true,
    async answer(request, cx) {
      try {
        return await answer(request, await asAdmin(request, { access }, { ...office, findToken }, cx));
      } catch (thrown) {
        return refusalOf(thrown, names);
      }
    },
  });
  return [
    row(
      'POST',
      `${ROOT}/users/service_account/`,
      'recent_admin',
      async (request, cx) => {
        const asked = readBody(authentikServiceAccount, await request.json());
        const expires_in_s = secondsUntil(asked, cx.now);
        const body = readBody(serviceAccountInput, {
          username: asked.name,
          name: asked.name,
          app_password: {
            name: `service-account-${asked.name}-password`,
            ...(expires_in_s === undefined ? {} : { expires_in_s }),
          },
        });
        const { account, group } = await inOneTransaction(cx, async (within) => {
          const made_group = asked.create_group === true ? await makeGroup(asked.name, within) : undefined;
          const groups = made_group === undefined ? {} : { groups: [made_group.name] };
          const made = await ACCOUNT_HANDLERS.createServiceAccount(plainCall({}, { ...body, ...groups }), within);
          return { account: made.body, group: made_group };
        });
        const { username, id, app_password } = account;
        return json(200, {
          username,
          token: app_password.password,
          user_uid: id,
          user_pk: numberOf({ id }),
          ...(group === undefined ? {} : { group_pk: group.id }),
        });
      },
      { username: 'name', expires_in_s: 'expires' },
    ),

    row(
      'POST',
      `${ROOT}/tokens/`,
      'recent_admin',
      async (request, cx) => {
        const asked = readBody(authentikToken, await request.json());
        const expires_in_s = secondsUntil(asked, cx.now);
        const body = readBody(appPasswordInput, {
          name: asked.identifier,
          ...(expires_in_s === undefined ? {} : { expires_in_s }),
        });
        const { found, key } = await inOneTransaction(cx, async (within) => {
          const account = await accountNumbered(asked.user, within);
          if ((await tokensNamed(asked.identifier, within)).length > 0) throw identifierTaken();
          const made = await ACCOUNT_HANDLERS.createAppPassword(plainCall({ id: account.id }, body), within);
          return { found: await tokenNamed(asked.identifier, within), key: made.body.password };
        });
        fresh.keep(found.token.id, key, cx.now);
        return json(201, viewToken(found));
      },
      { name: 'identifier', expires_in_s: 'expires' },
    ),

    row('GET', TOKEN, 'admin', async ({ parameters }, cx) => json(200, viewToken(await asked(parameters, cx)))),

    row('GET', `${TOKEN}view_key/`, 'recent_admin', async ({ parameters, head }, cx) => {
      const { token } = await asked(parameters, cx);
      const key = head ? fresh.look(token.id, cx.now) : fresh.take(token.id, cx.now);
      if (key !== undefined) return json(200, { key });
      throw new ProblemError('forbidden', {
        detail: 'a key is told once, shortly after it was made; make another token',
      });
    }),

    row('DELETE', TOKEN, 'admin', async ({ parameters }, cx) => {
      const { token, account } = await asked(parameters, cx);
      const path = { id: account.id, app_password_id: token.id };
      await ACCOUNT_HANDLERS.removeAppPassword(plainCall(path, undefined), cx);
      return { kind: 'empty', status: 204 };
    }),
  ];
}

function asked({ identifier = '' }: FacadeRequest['parameters'], cx: AdminContext): Promise<Found> {
  return tokenNamed(identifier, cx);
}

interface Found {
  readonly token: AppPassword;
  readonly account: ServiceAccount;
}

/** Throws not_found, and conflict where accounts that were made otherwise have a password of the same name each. */
async function tokenNamed(identifier: string, cx: AdminContext): Promise<Found> {
  const [found, second] = await tokensNamed(identifier, cx);
  if (found === undefined) throw notFound('token');
  if (second !== undefined)
    throw new ProblemError('conflict', { detail: 'several accounts have a token of that name' });
  return found;
}

async function tokensNamed(identifier: string, cx: AdminContext): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const token of everyRecord(cx.store.collection('app_passwords'))) {
    if (token.name !== identifier) continue;
    const account = await cx.store.collection('service_accounts').get(token.service_account_id);
    if (account !== undefined) found.push({ token, account });
  }
  return found;
}

function identifierTaken(): ProblemError {
  return invalidFields([{ path: ['identifier'], reason: 'is the identifier of another token' }]);
}

/** Service accounts have no number of their own: it is the first 48 bits of their UUID. */
function numberOf({ id }: Pick<ServiceAccount, 'id'>): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

async function accountNumbered(number: number, cx: AdminContext): Promise<ServiceAccount> {
  for await (const account of everyRecord(cx.store.collection('service_accounts'))) {
    if (numberOf(account) === number) return account;
  }
  throw invalidFields([{ path: ['user'], reason: 'is no service account' }]);
}

/** One that is there already is not joined: it is there for something else. */
async function makeGroup(name: string, cx: AdminContext) {
  const [taken] = await cx.store.collection('groups').find('name', name);
  if (taken !== undefined) throw invalidFields([{ path: ['name'], reason: 'is the name of a group already' }]);
  return (await GROUP_HANDLERS.createGroup(plainCall({}, { name }), cx)).body;
}

interface Expiry {
  readonly expiring?: boolean | undefined;
  readonly expires?: string | null | undefined;
}

/** Undefined for never. */
function secondsUntil({ expiring = true, expires }: Expiry, now: number): number | undefined {
  if (!expiring) return undefined;
  return expires === undefined || expires === null ? LIFETIME_S : Math.floor(Date.parse(expires) / 1000) - now;
}

function viewToken({ token, account }: Found): JsonObject {
  return {
    pk: token.id,
    identifier: token.name,
    intent: 'app_password',
    user: numberOf(account),
    description: '',
    expiring: token.expires_at !== undefined,
    expires: token.expires_at === undefined ? null : new Date(token.expires_at * 1000).toISOString(),
  };
}

function json(status: number, body: JsonObject): JsonResponse {
  return { kind: 'json', status, body };
}

/** Our names of members that authentik calls otherwise. */
type Names = Readonly<Record<string, string>>;

/** As authentik's REST spells it: the members that are wrong, or one sentence. Throws on what is no refusal. */
function refusalOf(thrown: unknown, names: Names): JsonResponse {
  const nameOf = (own: string) => names[own] ?? (own === '' ? 'non_field_errors' : own);
  if (thrown instanceof DomainError) return json(400, { [nameOf(thrown.field ?? '')]: [thrown.reason] });
  if (!(thrown instanceof ProblemError)) throw thrown;
  const { problem, details } = thrown;
  const { status } = PROBLEMS[problem];
  if (status >= 500) throw thrown;
  const { errors = [], detail, headers = {} } = details;
  const members = errors.map(({ pointer, detail: reason }) => [nameOf(pointer.slice(1)), [reason]] as const);
  const body: JsonObject = members.length === 0 ? { detail: detail ?? problem } : Object.fromEntries(members);
  return { ...json(status === 409 ? 400 : status, body), headers };
}
