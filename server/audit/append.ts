/** Writes one audit event: who decided or changed what, from where. In the same transaction as the act, so neither stands without the other. */
import type { Json, JsonObject } from '../spec/vocabulary.ts';
import type { AuditEvent } from '../storage/records/flow.ts';
import type { Transaction } from '../storage/store.ts';
import { auditEventId, CHAIN_START, hashAuditEvent } from './chain.ts';
import type { AuditType } from './event-types.ts';

export interface AuditEntry {
  /** Epoch seconds. */
  readonly at: number;
  /** `noun.verb` in the past: `user.signed_in`, `configuration.imported`. */
  readonly type: AuditType;
  /** Who acted: a username, a client_id, or a word of ours such as `operator`; names, so that the log can be read alone. */
  readonly actor: string;
  /** What it was done to. */
  readonly target: string;
  /** The peer's address; empty where nobody came by the network. */
  readonly address: string;
  /** Facts about the act. Never a secret: a member with a secret's name is a bug and throws. */
  readonly detail: JsonObject;
}

/** Names under which only secrets stand. The name of a changed field as a *value* is fine. */
const SECRET_NAMES: ReadonlySet<string> = new Set(
  (
    'password password_hash new_password app_password client_secret client_secret_hash client_secrets secret hash token code ' +
    'code_verifier access_token refresh_token id_token id_token_hint authorization cookie csrf otp passphrase private_jwk private_key ' +
    'sealed_private_jwk user_code device_code client_assertion'
  ).split(' '),
);

/** Throws TypeError when `detail` has a member, at any depth, whose name belongs to secrets. */
export async function appendAudit(within: Transaction, entry: AuditEntry): Promise<AuditEvent> {
  refuseSecrets(entry.detail);
  const counters = within.collection('counters');
  const head = await counters.get('audit');
  const number = (head?.value ?? 0) + 1;
  const { at, type, actor, target, address, detail } = entry;
  const unsigned = {
    id: auditEventId(number),
    at,
    type,
    actor,
    target,
    address,
    detail,
    previous_hash: head?.hash ?? CHAIN_START,
  };
  const event: AuditEvent = { ...unsigned, hash: hashAuditEvent(unsigned) };
  await within.collection('audit_events').insert(event);
  const counter = { id: 'audit', value: number, hash: event.hash };
  if (head === undefined) await counters.insert(counter);
  else await counters.update('audit', () => counter);
  return event;
}

function refuseSecrets(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (SECRET_NAMES.has(name)) throw new TypeError(`an audit event may not hold ${name}`);
    refuseSecrets(member);
  }
}
