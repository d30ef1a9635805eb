/**
 * Ory's clients: applications of this house that speak its dialect, under the admin API's own rules and its audit log. None
 * of another dialect is shown or changed here.
 */
import { APPLICATION_DETAIL_HANDLERS } from '../admin/application-details-api.ts';
import { APPLICATION_HANDLERS, APPLICATION_ORDER } from '../admin/applications-api.ts';
import { stopLeavingSecrets } from '../admin/end-leaving-secrets.ts';
import type { AdminContext } from '../admin/handler.ts';
import { inOneTransaction } from '../admin/in-one-transaction.ts';
import { listCollection } from '../admin/listing.ts';
import { invalidFields, notFound, ProblemError } from '../admin/problem-error.ts';
import { takeSecret } from '../admin/take-secret.ts';
import { applicationChanges, applicationInput, MOST_OVERLAP_S } from '../contract/admin/applications.ts';
import { MOST_PER_PAGE } from '../contract/admin/listing.ts';
import { type OryClient, oryClient, oryLifespans, oryNewSecret } from '../contract/facades/ory.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { PatchError, patchJson } from '../spec/json-patch.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Facade, FacadeRequest, FindToken, Office } from './facade.ts';
import { plainCall } from './office/as-admin.ts';
import { readBody } from './office/read-body.ts';
import { adminRows, json, NO_CONTENT, type OryAnswer } from './ory/admin-row.ts';
import { type Fields, newFields, newSecretIn, replacedFields } from './ory/client-fields.ts';
import { findOryClient, oryClientView, ownerOf } from './ory/client-view.ts';
import { lifespanFields } from './ory/lifespans.ts';

const ROOT = '/admin/clients';
const ONE = `${ROOT}/{id}`;
const ROTATE = `${ONE}/secrets/rotate`;

export function oryClientFacades(findToken: FindToken, office: Office): readonly Facade[] {
  const row = adminRows(findToken, office);
  return [
    row('GET', ROOT, 'admin', listClients),

    row('POST', ROOT, 'recent_admin', async (request, admin) => {
      const body = readBody(applicationInput, newFields(readBody(oryClient, await request.json()), admin.settings));
      const made = await APPLICATION_HANDLERS.createApplication(plainCall({}, body), admin);
      const { client_id, client_secret = body.client_secret } = made.body;
      const application = await existing(client_id, admin);
      const secret = client_secret === undefined ? {} : { client_secret };
      const headers = { Location: `${request.url}/${encodeURIComponent(client_id)}` };
      return json(201, { ...oryClientView(application), ...secret }, headers);
    }),

    row('GET', ONE, 'admin', async (request, admin) => json(200, oryClientView(await named(request, admin)))),

    row('PUT', ONE, 'admin', async (request, admin) => {
      const old = await named(request, admin);
      const client = readBody(oryClient, await request.json());
      return replace(old, client, admin);
    }),

    {
      ...row('PATCH', ONE, 'admin', async (request, admin) => {
        const old = await named(request, admin);
        const client = readBody(oryClient, patched(oryClientView(old), await request.json()));
        return replace(old, client, admin);
      }),
      json: 'patch',
    },

    row('PUT', `${ONE}/lifespans`, 'admin', async (request, admin) => {
      const old = await named(request, admin);
      const said = readBody(oryLifespans, (await request.json()) ?? {});
      return change(old, { ...lifespanFields(said, old, admin.settings) }, admin);
    }),

    row('DELETE', ONE, 'admin', async (request, admin) => {
      const { id } = await named(request, admin);
      await APPLICATION_HANDLERS.removeApplication(plainCall({ id }, undefined), admin);
      return NO_CONTENT;
    }),

    row('POST', ROTATE, 'recent_admin', async (request, admin) => {
      const { id, client_id } = await named(request, admin);
      const call = plainCall({ id }, { overlap_s: MOST_OVERLAP_S });
      const { body } = await APPLICATION_DETAIL_HANDLERS.makeApplicationSecret(call, admin);
      const { client_secret } = body;
      return json(200, { ...oryClientView(await existing(client_id, admin)), client_secret });
    }),

    row('DELETE', ROTATE, 'admin', async (request, admin) => {
      const { id } = await named(request, admin);
      await stopLeavingSecrets(id, admin);
      return NO_CONTENT;
    }),
  ];
}

/** Throws ProblemError not_found. */
function named({ parameters }: FacadeRequest, admin: AdminContext): Promise<Application> {
  return existing(parameters['id'] ?? '', admin);
}

async function existing(client_id: string, admin: AdminContext): Promise<Application> {
  const found = await findOryClient(client_id, admin);
  if (found === undefined) throw notFound('client');
  return found;
}

/** What is left out is taken back, but for the secret, which stays. */
function replace(old: Application, client: OryClient, admin: AdminContext): Promise<OryAnswer> {
  const fields = replacedFields(client, old, admin.settings);
  const given = newSecretIn(client, old, admin.now);
  if (given === undefined) return change(old, fields, admin);
  const { client_secret } = readBody(oryNewSecret, { client_secret: given });
  return inOneTransaction(admin, async (within) => {
    await change(old, fields, within);
    await takeSecret(old.id, client_secret, within);
    return json(200, { ...oryClientView(await existing(old.client_id, within)), client_secret });
  });
}

async function change({ id, client_id }: Application, fields: Fields, admin: AdminContext): Promise<OryAnswer> {
  const body = readBody(applicationChanges, fields);
  const changed = await APPLICATION_HANDLERS.changeApplication(plainCall({ id }, body), admin);
  const { client_secret } = changed.body;
  // Whoever begins to prove itself by a secret is told the one that was made for it.
  const made = client_secret === undefined ? {} : { client_secret };
  return json(200, { ...oryClientView(await existing(client_id, admin)), ...made });
}

/** Throws ProblemError invalid. RFC 6902 */
function patched(client: JsonObject, changes: unknown): unknown {
  try {
    // Never shown, and so it can be put there by any verb.
    return patchJson({ ...client, client_secret: '' }, changes);
  } catch (thrown) {
    if (!(thrown instanceof PatchError)) throw thrown;
    throw new ProblemError('invalid', { detail: `change ${thrown.at + 1}: ${thrown.message}` });
  }
}

/** Ory's own `page_size` is larger; pages go on where they end. RFC 8288 §3 */
async function listClients({ query, url }: FacadeRequest, admin: AdminContext): Promise<OryAnswer> {
  const limit = pageSize(query.get('page_size'));
  const [token, name, owner] = ['page_token', 'client_name', 'owner'].map((each) => query.get(each));
  const { items, next } = await listCollection(
    'applications',
    {
      order: APPLICATION_ORDER,
      query: { limit, sort: 'client_id', ...(token === undefined ? {} : { cursor: token }) },
      filter: (application) =>
        application.dialect === 'ory' &&
        (owner === undefined || ownerOf(application) === owner) &&
        (name === undefined || application.client_name === name),
      show: oryClientView,
    },
    admin,
  );
  const link = (rel: string, page_token?: string) => {
    const parameters = { page_size: String(limit), ...definedFields({ client_name: name, owner, page_token }) };
    const asked = new URLSearchParams(parameters);
    return `<${url}?${asked.toString()}>; rel="${rel}"`;
  };
  const links = [link('first'), ...(next === null ? [] : [link('next', next)])];
  return json(200, items, { Link: links.join(', ') });
}

/** Throws ProblemError invalid. */
function pageSize(given: string | undefined): number {
  const size = Number(given ?? MOST_PER_PAGE);
  if (Number.isInteger(size) && size > 0) return Math.min(size, MOST_PER_PAGE);
  throw invalidFields([{ path: ['page_size'], reason: 'must be a whole number above 0' }]);
}
