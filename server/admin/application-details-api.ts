/** An application in detail, in the admin API: its secrets, what to type into it, its redirect URIs, and what it holds. */
import { endTokensOfApplication, replaceSecret } from '../directory/application-ends.ts';
import { changeApplication, isPublic } from '../directory/applications.ts';
import { keepsSecret } from '../directory/client-secrets.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { everyRecord } from '../directory/every-record.ts';
import { isUnchecked } from '../directory/registered-by.ts';
import { describeScopes } from '../directory/scope-catalogue.ts';
import { inclusionsFor } from '../directory/scope-inclusion.ts';
import { explainMismatch, matchRedirectUri } from '../spec/redirect-uri.ts';
import { checkRedirectUri } from '../spec/registered-uri.ts';
import { parseScope } from '../spec/scope.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Store } from '../storage/store.ts';
import { approvalBy, whatWasApproved } from './approvals.ts';
import { assertWayConfirmed, readApplicationRecord, viewApplication } from './applications-api.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { countOwnTokens } from './own-tokens.ts';
import { recordChange } from './record-change.ts';
import { listGrants, revokeGrant } from './view-grant.ts';

type DetailOperation =
  | 'approveApplication'
  | 'makeApplicationSecret'
  | 'readConnection'
  | 'readApplicationScopes'
  | 'checkRedirectUri'
  | 'listApplicationGrants'
  | 'revokeApplicationGrant'
  | 'revokeApplicationTokens';

export const APPLICATION_DETAIL_HANDLERS: Handlers<DetailOperation> = {
  async approveApplication({ path, preconditions }, cx) {
    const approved = await cx.store.transaction(async (within) => {
      const before = await readApplicationRecord(within, path.id);
      // It can change itself until it is approved: the admin means what they saw.
      assertCurrent(viewApplication(before, cx.now), 'changeApplication', preconditions);
      const { client_id, registration: unapproved } = before;
      if (unapproved === undefined || !isUnchecked(before)) return before;
      const registration = { ...unapproved, approval: approvalBy(cx) };
      // One that came while anybody could register works already, and one that an admin has disabled stays so.
      const changes =
        registration.awaits_approval === true
          ? { disabled: false, registration }
          : { registration: { ...registration, approved: true as const } };
      const { application } = await changeApplication(within, client_id, changes, cx.now);
      assertWayConfirmed(before, application, cx);
      const detail = { id: path.id, ...(await whatWasApproved(before, within)) };
      await recordChange(
        within,
        { type: 'application.approved', target: client_id, detail, touched: [['applications', path.id]] },
        cx,
      );
      return application;
    });
    return single(viewApplication(approved, cx.now), 'changeApplication');
  },

  async makeApplicationSecret({ path, body }, cx) {
    const made = await cx.store.transaction(async (within) => {
      await readApplicationRecord(within, path.id);
      const replaced = await replaceSecret(within, path.id, body.overlap_s ?? 0, cx.now, cx.house.seal);
      const { client_id } = replaced.application;
      const detail = { id: path.id, previous_expires_at: replaced.previous_expires_at ?? null };
      await recordChange(
        within,
        { type: 'application.secret_created', target: client_id, detail, touched: [['applications', path.id]] },
        cx,
      );
      return replaced;
    });
    return { body: { client_secret: made.client_secret, previous_expires_at: made.previous_expires_at ?? null } };
  },

  async readConnection({ path }, cx) {
    const application = await readApplicationRecord(cx.store, path.id);
    const office = { name: cx.settings.issuer_name, groups: await teamsOf(application, cx.store) };
    const { fields, endpoints, ...addresses } = cx.addressesOf(application, office);
    const { client_id, scope } = application;
    const needs_secret = keepsSecret(application);
    return {
      body: { ...addresses, fields: [...fields], endpoints: [...endpoints], client_id, needs_secret, scope },
    };
  },

  async readApplicationScopes({ path }, cx) {
    const { dialect, scope } = await readApplicationRecord(cx.store, path.id);
    const asking = { person: undefined, dialect, scope_claims: cx.house.traits[dialect]?.scope_claims };
    const names = parseScope(scope);
    const inclusions = await inclusionsFor(names, dialect, cx.store);
    const items = await describeScopes(cx.store, names, asking, inclusions);
    return {
      body: {
        items: items.map(({ name, description = null, sensitive }) => ({ name, description, sensitive })),
      },
    };
  },

  async checkRedirectUri({ path, body }, cx) {
    const application = await readApplicationRecord(cx.store, path.id);
    const { redirect_uri } = body;
    const registered = matchRedirectUri(redirect_uri, application.redirect_uris, { native: isPublic(application) });
    const fault = checkRedirectUri(redirect_uri);
    const addable = fault === undefined && !application.redirect_uris.includes(redirect_uri);
    if (registered) return { body: { registered, addable } };
    const { closest, likely_cause } = explainMismatch(redirect_uri, application.redirect_uris);
    const reason = fault === undefined ? likely_cause : `The address ${fault}.`;
    const differs = definedFields({ closest: closest?.registered, differs_at: closest?.differs_at });
    return { body: { registered, reason, ...differs, addable } };
  },

  async listApplicationGrants({ path, query }, cx) {
    const { client_id } = await readApplicationRecord(cx.store, path.id);
    const page = await listGrants(await cx.store.collection('grants').find('client_id', client_id), query, cx);
    return { body: { ...page, own_access_tokens: await countOwnTokens(cx.store, client_id, cx.now) } };
  },

  async revokeApplicationGrant({ path }, cx) {
    const application = await cx.store.collection('applications').get(path.id);
    await revokeGrant(path.grant_id, (grant) => grant.client_id === application?.client_id, cx);
    return {};
  },

  async revokeApplicationTokens({ path }, cx) {
    const ended = await cx.store.transaction(async (within) => {
      const application = await readApplicationRecord(within, path.id);
      const tokens = await endTokensOfApplication(within, application, 'an admin ended everything it holds', cx.now);
      const detail = { id: application.id, ended: { ...tokens } };
      await recordChange(
        within,
        { type: 'application.tokens_revoked', target: application.client_id, detail, touched: [] },
        cx,
      );
      return tokens;
    });
    return { body: ended };
  },
};

/** The groups that may use it, or, where that is everybody, all that there are. */
async function teamsOf({ allowed_groups }: Application, store: Store): Promise<readonly string[]> {
  if (allowed_groups.length > 0) return allowed_groups;
  const names: string[] = [];
  for await (const { name } of everyRecord(store.collection('groups'))) names.push(name);
  return names.toSorted();
}
