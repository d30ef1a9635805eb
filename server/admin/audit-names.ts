/** Names for people out of the names of records: what actor and target of an audit event are called today. */
import { eventTypeOf } from '../audit/event-types.ts';
import { type Party, type Told, UNNAMED, words } from '../audit/event-type.ts';
import { findApplication } from '../directory/applications.ts';
import { findServiceAccount } from '../directory/service-accounts.ts';
import { findUserByUsername } from '../directory/users.ts';
import type { AuditEvent } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';

/** Words of ours that stand where a name would. */
const OURS: ReadonlyMap<string, string> = new Map([
  ['operator', 'the operator'],
  ['owner', 'the owner of this computer'],
  ['lanyard', 'Lanyard'],
]);

/** Undefined for a record that is gone; the audit log has its name then. */
const LOOK_UP: Readonly<Record<Party, (name: string, records: Collections) => Promise<string | undefined>>> = {
  admin: async (name, records) => (await personOf(name, records)) ?? accountOf(name, records),
  user: personOf,
  client: async (name, records) => (await applicationOf(name, records)) ?? accountOf(name, records),
  application: applicationOf,
  service_account: accountOf,
  group: asItStands,
  api: async (name, records) => (await records.collection('apis').find('audience', name))[0]?.name,
  scope: asItStands,
  other: asItStands,
  nobody: asItStands,
};

export interface NamedEvent {
  readonly event: AuditEvent;
  readonly actor_name: string;
  readonly target_name: string;
  readonly sentence: string;
}

/** Looks every name up once, however many events have it. For one list: what is renamed meanwhile keeps its old name. */
export class AuditNames {
  readonly #records: Collections;
  readonly #known = new Map<Party, Map<string, string>>();

  constructor(records: Collections) {
    this.#records = records;
  }

  /** To be awaited before these events are told. */
  async learn(events: readonly AuditEvent[]): Promise<void> {
    for (const event of events) {
      for (const [party, name] of partiesOf(event)) if (!this.#isKnown(party, name)) await this.#learn(party, name);
    }
  }

  /** What its actor is called today; nothing has to be awaited before. */
  async actorOf(event: AuditEvent): Promise<string> {
    const { type, actor } = event;
    const ours = oursOf(event);
    if (ours !== undefined) return ours;
    const party = eventTypeOf(type)?.actor ?? 'other';
    if (!this.#isKnown(party, actor)) await this.#learn(party, actor);
    return this.#nameOf(party, actor);
  }

  tell(event: AuditEvent): NamedEvent {
    const row = eventTypeOf(event.type);
    const ours = oursOf(event);
    const [called = '', target_name = '', client = '', ...stopped] = partiesOf(event).map(([party, name]) =>
      this.#nameOf(party, name),
    );
    const actor_name = ours ?? called;
    const told: Told = {
      event,
      actor: actor_name || 'Somebody',
      target: target_name || UNNAMED[row?.target ?? 'other'],
      client: client || UNNAMED.application,
      stopped,
      from: fromWhere(addressesOf(event)),
      detail: event.detail,
    };
    const sentence = row === undefined ? unknownSentence(event) : row.sentence(told);
    return { event, actor_name, target_name, sentence: beginSentence(sentence, ours) };
  }

  #nameOf(party: Party, name: string): string {
    return this.#known.get(party)?.get(name) ?? name;
  }

  #isKnown(party: Party, name: string): boolean {
    return name === '' || this.#known.get(party)?.has(name) === true;
  }

  async #learn(party: Party, name: string): Promise<void> {
    const names = this.#known.get(party) ?? new Map<string, string>();
    this.#known.set(party, names);
    names.set(name, (await LOOK_UP[party](name, this.#records)) ?? name);
  }
}

/** What we call ourselves. Whoever came by the network is somebody of the office, whatever their name is. */
function oursOf({ type, actor, address }: AuditEvent): string | undefined {
  return address === '' && eventTypeOf(type)?.actor === 'admin' ? OURS.get(actor) : undefined;
}

/** From where it came: several of an event that stands for many, none where nobody came by the network. */
export function addressesOf({ address, detail }: Pick<AuditEvent, 'address' | 'detail'>): readonly string[] {
  return address === '' ? words(detail, 'addresses') : [address];
}

function fromWhere(addresses: readonly string[]): string {
  const [first] = addresses;
  if (first === undefined) return '';
  return addresses.length === 1 ? ` from ${first}` : ' from several addresses';
}

/** Actor, target, the application that the detail names, and those that stand still. */
function partiesOf({ type, actor, target, detail }: AuditEvent): readonly (readonly [Party, string])[] {
  const row = eventTypeOf(type);
  const client_id = detail['client_id'];
  return [
    [row?.actor ?? 'other', actor],
    [row?.target ?? 'other', target],
    ['application', typeof client_id === 'string' ? client_id : ''],
    ...words(detail, 'applications_stopped').map((stopped) => ['application', stopped] as const),
  ];
}

async function personOf(name: string, records: Collections): Promise<string | undefined> {
  return (await findUserByUsername(records, name))?.username;
}

async function applicationOf(name: string, records: Collections): Promise<string | undefined> {
  return (await findApplication(records, name))?.client_name;
}

async function accountOf(name: string, records: Collections): Promise<string | undefined> {
  return (await findServiceAccount(records, name))?.username;
}

/** Nobody has another name for it. */
function asItStands(): Promise<undefined> {
  return Promise.resolve(undefined);
}

/** Of a type that this version does not know. */
function unknownSentence({ type, actor, target }: AuditEvent): string {
  const by = actor === '' ? '' : ` by ${actor}`;
  return `${type}${target === '' ? '' : ` of ${target}`}${by}`;
}

/** A word of ours begins with a capital, a username stays as it is. */
function beginSentence(sentence: string, ours: string | undefined): string {
  const begins = ours !== undefined && sentence.startsWith(ours);
  return begins ? `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}` : sentence;
}
