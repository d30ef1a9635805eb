/**
 * What people do with applications of their own, each act with its line in the audit log, in one transaction. Who it is that
 * acts, and whether they have just proved it, is the callers': the account page and the REST calls of other products.
 */
import { appendAudit } from '../audit/append.ts';
import type { AuditType } from '../audit/event-types.ts';
import { removeApplication, replaceSecret } from '../directory/application-ends.ts';
import type { WrittenApplication } from '../directory/client-secrets.ts';
import { countUntoldChange } from '../directory/directory-version.ts';
import {
  changeOwnApplication,
  createOwnApplication,
  fieldsOf,
  findOwnApplication,
  listOwnApplications,
  type NewOwnApplication,
  type OwnApplicationFields,
} from '../directory/own-applications.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Application, Settings, User } from '../storage/records/directory.ts';
import type { Store, Transaction } from '../storage/store.ts';
import { differences } from './record-change.ts';

export interface OwnApplicationsContext {
  readonly store: Store;
  readonly settings: Settings;
  /** Epoch seconds. */
  readonly now: number;
  /** The peer's. */
  readonly address: string;
  readonly secrets: { seal(purpose: 'client-secret', plain: string): string };
}

/** Of one person, who is there and may act. What is not theirs is undefined, as what does not exist. */
export interface OwnApplications {
  /** Oldest first. */
  list(): Promise<readonly Application[]>;
  /** Throws DomainError forbidden where they may not, or have enough; invalid for a field. */
  create(input: NewOwnApplication): Promise<WrittenApplication>;
  /** Throws DomainError forbidden where an admin says no, invalid for a field. */
  change(id: string, changes: Partial<OwnApplicationFields>): Promise<WrittenApplication | undefined>;
  /** As `change`, and a confidential one has a new secret afterwards, as `regenerate` makes it. */
  changeWithNewSecret(id: string, changes: Partial<OwnApplicationFields>): Promise<WrittenApplication | undefined>;
  /** The secret before stops at once. Throws DomainError conflict for a public application. */
  regenerate(id: string): Promise<Required<WrittenApplication> | undefined>;
  /** With everything that it holds. */
  remove(id: string): Promise<Application | undefined>;
}

export function ownApplications(user: User, cx: OwnApplicationsContext): OwnApplications {
  const { store, settings, now } = cx;

  async function record(within: Transaction, type: AuditType, { id, client_id }: Application, detail: JsonObject) {
    const { address } = cx;
    await countUntoldChange(within);
    await appendAudit(within, {
      at: now,
      type,
      actor: user.username,
      target: client_id,
      address,
      detail: { id, ...detail },
    });
  }

  function withOwn<T>(id: string, act: (within: Transaction, application: Application) => Promise<T>) {
    return store.transaction(async (within) => {
      const application = await findOwnApplication(within, user, (one) => one.id === id);
      return application === undefined ? undefined : act(within, application);
    });
  }

  async function change(within: Transaction, before: Application, changes: Partial<OwnApplicationFields>) {
    const written = await changeOwnApplication(within, before, changes, settings, now);
    if (written.application === before) return written;
    const awaits_approval = written.application.registration?.awaits_approval === true;
    const changed = differences(shown(before), shown(written.application));
    await record(within, 'own_application.changed', before, { ...changed, awaits_approval });
    return written;
  }

  async function regenerate(within: Transaction, id: string) {
    const seal = (plain: string) => cx.secrets.seal('client-secret', plain);
    const { application, client_secret } = await replaceSecret(within, id, 0, now, seal);
    await record(within, 'own_application.secret_created', application, {});
    return { application, client_secret };
  }

  return {
    list: () => listOwnApplications(store, user),
    create: (input) =>
      store.transaction(async (within) => {
        const written = await createOwnApplication(within, input, user, settings, now);
        const awaits_approval = written.application.registration?.awaits_approval === true;
        const detail = { ...shown(written.application), awaits_approval };
        await record(within, 'own_application.created', written.application, detail);
        return written;
      }),
    change: (id, changes) => withOwn(id, (within, before) => change(within, before, changes)),
    changeWithNewSecret: (id, changes) =>
      withOwn(id, async (within, before) => {
        const written = await change(within, before, changes);
        const has = written.client_secret !== undefined || !fieldsOf(written.application).confidential;
        return has ? written : regenerate(within, id);
      }),
    regenerate: (id) => withOwn(id, (within) => regenerate(within, id)),
    remove: (id) =>
      withOwn(id, async (within, application) => {
        const ended = await removeApplication(within, application, now);
        await record(within, 'own_application.removed', application, { ...shown(application), ended: { ...ended } });
        return application;
      }),
  };
}

function shown(application: Application) {
  const { client_name, redirect_uris, confidential } = fieldsOf(application);
  return { client_name, redirect_uris: [...redirect_uris], confidential };
}
