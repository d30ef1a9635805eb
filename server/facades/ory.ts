/** Ory's calls about tokens, and those by which programs see that a server is there. */
import { APPLICATION_DETAIL_HANDLERS } from '../admin/application-details-api.ts';
import { notFound, ProblemError } from '../admin/problem-error.ts';
import type { DescribedToken } from '../engine/client-desk.ts';
import { parseScope } from '../spec/scope.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Facade, FacadeHouse, Office } from './facade.ts';
import { plainCall } from './office/as-admin.ts';
import { adminRows, json, NO_CONTENT } from './ory/admin-row.ts';
import { findOryClient } from './ory/client-view.ts';

/** As programs compare it: the release of Hydra whose calls are answered here. */
const VERSION = 'v2.3.0';

export function oryFacades(): readonly Facade[] {
  const told = (path: string, answer: Facade['answer']): Facade => ({
    dialect: 'ory',
    method: 'GET',
    paths: [path],
    answer,
  });
  return [
    told('/health/alive', () => Promise.resolve(json(200, { status: 'ok' }))),
    told('/health/ready', (_request, { store }) =>
      Promise.resolve(
        store.writable() ? json(200, { status: 'ok' }) : json(503, { errors: { store: 'it can’t be written' } }),
      ),
    ),
    told('/version', () => Promise.resolve(json(200, { version: VERSION }))),
  ];
}

export function oryTokenFacades({ findToken, clients }: FacadeHouse, office: Office): readonly Facade[] {
  const row = adminRows(findToken, office);
  return [
    row('POST', '/admin/oauth2/introspect', 'admin', async (request, _admin, cx) => {
      const form = await request.form();
      const value = form.get('token');
      if (value === undefined) throw new ProblemError('invalid', { detail: 'token is missing' });
      const token = await clients.describeToken(value, cx);
      const wanted = parseScope(form.get('scope'));
      const enough = token !== undefined && wanted.every((name) => token.scope.includes(name));
      return json(200, enough ? introspected(token) : { active: false });
    }),

    // All that it holds: a JWT that nobody asks about could not be taken back alone.
    row('DELETE', '/admin/oauth2/tokens', 'admin', async ({ query }, admin) => {
      const client_id = query.get('client_id');
      if (client_id === undefined) throw new ProblemError('invalid', { detail: 'client_id is missing' });
      const application = await findOryClient(client_id, admin);
      if (application === undefined) throw notFound('client');
      const call = plainCall({ id: application.id }, undefined);
      await APPLICATION_DETAIL_HANDLERS.revokeApplicationTokens(call, admin);
      return NO_CONTENT;
    }),
  ];
}

/** Ory's lists are lists where there is one, and its further claims stand by themselves. */
function introspected({ use, told, audience, extra }: DescribedToken): JsonObject {
  return {
    ...told,
    aud: [...audience],
    nbf: told['iat'] ?? 0,
    token_use: use,
    token_type: told['token_type'] === 'DPoP' ? 'DPoP' : 'Bearer',
    ext: extra,
  };
}
