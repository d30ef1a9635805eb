/**
 * Ory's calls about keys, and about servers that vouch for people. Both are shown, and nothing here makes one: what Ory can
 * say of them and Lanyard can't keep would let them do more than was meant.
 */
import { TRUSTED_ISSUER_HANDLERS } from '../admin/trusted-issuers-api.ts';
import { isJsonObject } from '../spec/json-object.ts';
import { parseScope } from '../spec/scope.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { TrustedIssuer } from '../storage/records/trusted-issuers.ts';
import { everyRecord } from '../directory/every-record.ts';
import { notFound } from '../admin/problem-error.ts';
import type { Context } from '../engine/context.ts';
import type { Facade, FindToken, Office } from './facade.ts';
import { plainCall } from './office/as-admin.ts';
import { adminRows, json, NO_CONTENT, notHere } from './ory/admin-row.ts';
import { isoTime } from './ory/client-view.ts';
import { paged } from './shapes/paging.ts';

const ISSUERS = '/admin/trust/grants/jwt-bearer/issuers';
const ISSUER = `${ISSUERS}/{id}`;
const KEYS = '/admin/keys/{set}';
const KEY = `${KEYS}/{kid}`;

/** What tokens are signed with is one set here. */
const SETS: readonly string[] = ['hydra.openid.id-token', 'hydra.jwt.access-token'];

export function oryTrustFacades(findToken: FindToken, office: Office): readonly Facade[] {
  const row = adminRows(findToken, office);
  return [
    row('GET', ISSUERS, 'admin', async (request, { store }) => {
      const issuer = request.query.get('issuer');
      const all = await Array.fromAsync(everyRecord(store.collection('trusted_issuers')));
      const asked = all.filter((each) => issuer === undefined || each.issuer === issuer);
      return paged(asked.map(viewIssuer), request, {
        name: 'page_size',
        at: 'page_token',
        standard: 250,
        most: 500,
        keeps: ['issuer'],
      });
    }),
    row('GET', ISSUER, 'admin', async ({ parameters }, { store }) => {
      const found = await store.collection('trusted_issuers').get(parameters['id'] ?? '');
      if (found === undefined) throw notFound('trusted issuer');
      return json(200, viewIssuer(found));
    }),
    row('DELETE', ISSUER, 'admin', async ({ parameters }, admin) => {
      await TRUSTED_ISSUER_HANDLERS.removeTrustedIssuer(plainCall({ id: parameters['id'] ?? '' }, undefined), admin);
      return NO_CONTENT;
    }),
    row('POST', ISSUERS, 'admin', () => notHere(ISSUER_IN_THE_PANEL)),

    row('GET', KEYS, 'admin', ({ parameters }, _admin, cx) => json(200, { keys: keysOf(parameters['set'], cx) })),
    row('GET', KEY, 'admin', ({ parameters }, _admin, cx) => {
      const found = keysOf(parameters['set'], cx).filter((key) => key['kid'] === parameters['kid']);
      if (found.length === 0) throw notFound('key');
      return json(200, { keys: found });
    }),
    ...(['POST', 'PUT', 'DELETE'] as const).map((method) =>
      row(method, KEYS, 'admin', () => notHere(KEYS_IN_THE_PANEL)),
    ),
    ...(['PUT', 'DELETE'] as const).map((method) => row(method, KEY, 'admin', () => notHere(KEYS_IN_THE_PANEL))),
  ];
}

const ISSUER_IN_THE_PANEL =
  'A trusted issuer is entered in the panel or by /api/v1/trusted-issuers: Lanyard has no end date and no single subject for one, and would trust it for more than was said here.';
const KEYS_IN_THE_PANEL =
  'Keys are made, replaced and revoked by Lanyard itself, in the panel or by /api/v1/signing-keys. Private keys never leave it, and none is taken from elsewhere.';

function viewIssuer({ id, issuer, jwks, scope, created_at }: TrustedIssuer): JsonObject {
  const [key] = jwks?.keys ?? [];
  const kid = key?.['kid'];
  return {
    id,
    issuer,
    subject: '',
    allow_any_subject: true,
    scope: [...parseScope(scope)],
    public_key: { set: issuer, kid: typeof kid === 'string' ? kid : '' },
    created_at: isoTime(created_at),
  };
}

/** The public halves. Throws ProblemError not_found. */
function keysOf(set: string | undefined, { keys }: Context): readonly JsonObject[] {
  if (set === undefined || !SETS.includes(set)) throw notFound('set of keys');
  const published: readonly unknown[] = keys.jwks().keys;
  return published.filter(isJsonObject);
}
