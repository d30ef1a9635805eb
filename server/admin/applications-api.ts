/** Applications in the admin API: registering, changing and removing them. Their secrets and what they hold have files of their own. */
import { findApplicationFaults } from '../directory/application-rules.ts';
import { removeApplication, secretsInForce } from '../directory/application-ends.ts';
import {
  changeApplication,
  createApplication,
  draftApplication,
  type NewApplication,
  redraftApplication,
} from '../directory/applications.ts';
import { DIALECTS } from '../contract/configuration-application.ts';
import type { Answered, Body } from '../contract/admin/types.ts';
import { keepsSecret } from '../directory/client-secrets.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { optionalMetadata } from '../directory/optional-metadata.ts';
import { isUnchecked, registeredBy } from '../directory/registered-by.ts';
import { ownRefreshLimits } from '../directory/refresh-limits.ts';
import { ADMIN_SCOPE } from '../directory/scopes.ts';
import { parseScope } from '../spec/scope.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { approvedBySwitchingOn, viewApproval } from './approvals.ts';
import { assertConfirmed } from './confirmed.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { isAsked, listCollection } from './listing.ts';
import { assertNoServiceAccount } from './one-name.ts';
import { invalidFields, notFound, ProblemError } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import { assertReferences } from './references.ts';
import type { Order } from './order.ts';
import { shownKeys } from './shown-keys.ts';
import { tidyScope } from './tidy-scope.ts';

export const APPLICATION_ORDER: Order<Application> = {
  searched: ({ client_id, client_name, slug, redirect_uris }) => [client_id, client_name, slug, ...redirect_uris],
  sorted: {
    client_id: (application) => application.client_id,
    client_name: (application) => application.client_name,
    dialect: (application) => application.dialect,
    number: (application) => application.number,
    disabled: (application) => Number(application.disabled),
    created_at: (application) => application.created_at,
    updated_at: (application) => application.updated_at,
  },
  standard: 'client_name',
};

export function viewApplication(application: Application, now: number): Answered<'readApplication'> {
  const { access_token_lifetime_s, id_token_lifetime_s } = application;
  const { slug, access_token_signed_response_alg, registration, entered_by, owner_id, program_data } = application;
  const { sign_up, new_password_by_mail } = application;
  const { token_exchange_from, token_exchange_audience, token_exchange_impersonation } = application;
  const { jwks, request_uris, contacts, ...metadata } = optionalMetadata(application);
  const secrets = secretsInForce(application, now);
  return {
    id: application.id,
    number: application.number,
    client_id: application.client_id,
    ...definedFields({ slug }),
    client_name: application.client_name,
    dialect: dialectOf(application),
    redirect_uris: [...application.redirect_uris],
    post_logout_redirect_uris: [...application.post_logout_redirect_uris],
    web_origins: [...application.web_origins],
    grant_types: [...application.grant_types],
    response_types: [...application.response_types],
    token_endpoint_auth_method: application.token_endpoint_auth_method,
    require_pkce: application.require_pkce,
    scope: application.scope,
    audience: [...application.audience],
    ...definedFields({
      token_exchange_from: token_exchange_from && [...token_exchange_from],
      token_exchange_audience: token_exchange_audience && [...token_exchange_audience],
      token_exchange_impersonation,
    }),
    access_token_format: application.access_token_format,
    ...ownRefreshLimits(application),
    ...definedFields({ access_token_lifetime_s, id_token_lifetime_s, access_token_signed_response_alg }),
    consent: application.consent,
    allowed_groups: [...application.allowed_groups],
    ...definedFields({ sign_up, new_password_by_mail }),
    frontchannel_logout_session_required: true,
    ...metadata,
    ...definedFields({ jwks: jwks && shownKeys(jwks) }),
    ...definedFields({ request_uris: request_uris && [...request_uris], contacts: contacts && [...contacts] }),
    registered_by: registeredBy(application),
    ...definedFields({ entered_by, owner_id, program_data }),
    awaits_approval: registration?.awaits_approval === true,
    unchecked: isUnchecked(application),
    ...definedFields({ last_approval: viewApproval(application) }),
    disabled: application.disabled,
    secrets: secrets.map(({ created_at, expires_at = null }) => ({ created_at, expires_at })),
    created_at: application.created_at,
    updated_at: application.updated_at,
  };
}

/** Only dialects that are served get registered. */
function dialectOf({ dialect }: Application): (typeof DIALECTS)[number] {
  return DIALECTS.find((served) => served === dialect) ?? 'native';
}

/** Throws ProblemError not_found. */
export async function readApplicationRecord(collections: Collections, id: string): Promise<Application> {
  const application = await collections.collection('applications').get(id);
  if (application === undefined) throw notFound('application');
  return application;
}

type ApplicationOperation =
  | 'listApplications'
  | 'readApplication'
  | 'createApplication'
  | 'changeApplication'
  | 'removeApplication';

export const APPLICATION_HANDLERS: Handlers<ApplicationOperation> = {
  async listApplications({ query }, cx) {
    const show = (application: Application) => viewApplication(application, cx.now);
    const { dialect, disabled, awaits_approval, unchecked, owner_id } = query;
    const filter = (application: Application) =>
      (dialect === undefined || dialectOf(application) === dialect) &&
      (owner_id === undefined || application.owner_id === owner_id) &&
      isAsked(application.disabled, disabled) &&
      isAsked(isUnchecked(application), unchecked) &&
      isAsked(application.registration?.awaits_approval === true, awaits_approval);
    return { body: await listCollection('applications', { order: APPLICATION_ORDER, query, filter, show }, cx) };
  },

  async readApplication({ path }, cx) {
    return single(viewApplication(await readApplicationRecord(cx.store, path.id), cx.now), 'changeApplication');
  },

  async createApplication({ body }, cx) {
    const { seal } = cx.house;
    const defaults = cx.house.defaultsFor(body.dialect ?? 'native');
    const fields = fieldsFrom(body);
    const made = await cx.store.transaction(async (within) => {
      await assertReferred(within, body);
      const draft = draftApplication(fields, cx.now, defaults, seal).application;
      if (body.client_secret !== undefined && !keepsSecret(draft)) {
        const method = draft.token_endpoint_auth_method;
        const reason = `is given for an application that can keep no secret, or needs none (token_endpoint_auth_method: ${method})`;
        throw invalidFields([{ path: ['client_secret'], reason }]);
      }
      await assertSound(within, draft);
      await assertNoServiceAccount(within, draft.client_id);
      const written = await createApplication(within, fields, cx.now, defaults, seal);
      const { id, client_id } = written.application;
      const detail = { id, after: fieldsOf(viewApplication(written.application, cx.now)) };
      await recordChange(
        within,
        { type: 'application.created', target: client_id, detail, touched: [['applications', id]] },
        cx,
      );
      return written;
    });
    const { body: view, etag } = single(viewApplication(made.application, cx.now), 'changeApplication');
    return { body: { ...view, ...definedFields({ client_secret: made.client_secret }) }, etag };
  },

  async changeApplication({ path, body, preconditions }, cx) {
    const written = await cx.store.transaction(async (within) => {
      const old = await readApplicationRecord(within, path.id);
      const before = viewApplication(old, cx.now);
      assertCurrent(before, 'changeApplication', preconditions);
      await assertReferred(within, body);
      const changes = { ...body, ...tidyScope(body.scope), ...approvedBySwitchingOn(old, body, cx) };
      const draft = redraftApplication(old, changes, cx.now, cx.house.seal);
      await assertSound(within, draft.application);
      if (draft.client_secret !== undefined) assertConfirmed(cx, 'this makes a secret');
      assertWayConfirmed(old, draft.application, cx);
      const changed = await changeApplication(within, old.client_id, changes, cx.now, cx.house.seal);
      const after = viewApplication(changed.application, cx.now);
      const detail = { id: old.id, ...differences(before, after) };
      await recordChange(
        within,
        { type: 'application.changed', target: old.client_id, detail, touched: [['applications', old.id]] },
        cx,
      );
      return changed;
    });
    const { body: view, etag } = single(viewApplication(written.application, cx.now), 'changeApplication');
    return { body: { ...view, ...definedFields({ client_secret: written.client_secret }) }, etag };
  },

  async removeApplication({ path, preconditions }, cx) {
    await cx.store.transaction(async (within) => {
      const application = await within.collection('applications').get(path.id);
      if (application === undefined) return;
      const before = viewApplication(application, cx.now);
      assertCurrent(before, 'changeApplication', preconditions);
      const ended = await removeApplication(within, application, cx.now);
      const detail = { id: application.id, before: fieldsOf(before), ended: { ...ended } };
      await recordChange(
        within,
        { type: 'application.removed', target: application.client_id, detail, touched: [['applications', path.id]] },
        cx,
      );
    });
    return {};
  },
};

/** What decides who gets a token through an application, and where it goes. */
const WAY_TO_TOKENS = [
  'scope',
  'redirect_uris',
  'web_origins',
  'grant_types',
  'token_exchange_from',
  'token_exchange_audience',
  'token_exchange_impersonation',
  'response_types',
  'consent',
  'token_endpoint_auth_method',
  'token_endpoint_auth_signing_alg',
  'jwks',
  'jwks_uri',
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
  'tls_client_certificate_bound_access_tokens',
  'require_pkce',
  'allowed_groups',
  'sign_up',
  'new_password_by_mail',
  'dialect',
  'disabled',
] as const satisfies readonly (keyof Application)[];

/**
 * Throws ProblemError confirmation_needed or forbidden (confirmed.ts) where an application that administers the office,
 * before or after, hands out tokens in another way than before.
 */
export function assertWayConfirmed(before: Application, after: Application, cx: AdminContext): void {
  if (![before, after].some(({ scope }) => parseScope(scope).includes(ADMIN_SCOPE))) return;
  if (WAY_TO_TOKENS.every((field) => JSON.stringify(before[field]) === JSON.stringify(after[field]))) return;
  assertConfirmed(cx, `this changes who may get ${ADMIN_SCOPE}, and how`);
}

function fieldsFrom({ scope, ...others }: Body<'createApplication'>): NewApplication {
  return {
    ...others,
    ...tidyScope(scope),
  };
}

type Referring = Pick<
  Body<'changeApplication'>,
  'allowed_groups' | 'scope' | 'audience' | 'token_exchange_audience' | 'grant_types'
>;

function assertReferred(within: Transaction, { allowed_groups, ...others }: Referring): Promise<void> {
  return assertReferences(within, { groups: ['allowed_groups', allowed_groups], ...others });
}

/** Throws ProblemError invalid or conflict with everything that is wrong. */
async function assertSound(within: Transaction, application: Application): Promise<void> {
  const faults = await findApplicationFaults(within, application);
  if (faults.length === 0) return;
  const refusal = invalidFields(
    faults.map(({ field, index, reason }) => ({ path: index === undefined ? [field] : [field, index], reason })),
  );
  const kind = faults.every(({ code }) => code === 'conflict') ? 'conflict' : 'invalid';
  throw new ProblemError(kind, refusal.details);
}
