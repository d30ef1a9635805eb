/**
 * What a flow is about, in one line: who, which application, and how it ended. Learned from its events as they come, so
 * that it stays known when the oldest of them are gone. Pure.
 */
import type { Answered } from '../contract/admin/types.ts';
import type { TraceEvent } from '../contract/trace-events.ts';
import { type Json, RESPONSE_TYPE_NAMES } from '../spec/vocabulary.ts';

export type FlowSummary = Answered<'listFlows'>['items'][number];

export interface FlowFacts {
  readonly began_at_ms: number;
  readonly last_at_ms: number;
  readonly client_id: string | null;
  readonly client_name: string | null;
  readonly username: string | null;
  /** The most telling thing that was asked of Lanyard. */
  readonly act: Act;
  readonly outcome: FlowSummary['outcome'];
}

export const NOTHING_KNOWN: FlowFacts = {
  began_at_ms: 0,
  last_at_ms: 0,
  client_id: null,
  client_name: null,
  username: null,
  act: 'other',
  outcome: 'under_way',
};

/** The most telling first; the names are those of the endpoints. */
const TITLES = {
  authorize: ({ person, application }) => `${person} signs in to ${application}`,
  token: ({ person, known, application, refused }) => {
    if (refused) return `${application} asks for tokens and is refused`;
    return known ? `${application} gets new tokens for ${person}` : `${application} gets a token for itself`;
  },
  'device-verification': ({ person, known }) =>
    known ? `${person} types the code of a device` : 'Somebody opens the page to type the code of a device',
  'device-authorization': ({ application }) => `${application} asks for codes for a device`,
  par: ({ application }) => `${application} sends a request ahead`,
  'end-session': ({ person }) => `${person} signs out`,
  revoke: ({ application }) => `${application} gives back a token`,
  introspect: ({ application }) => `${application} asks what a token is worth`,
  userinfo: ({ person, known }) =>
    known ? `An application asks who ${person} is` : 'An application asks who it is for',
  jwks: () => 'An application reads the public keys',
  'check-session': () => 'An application watches whether somebody signs out',
  'openid-configuration': () => 'An application reads how to reach Lanyard',
  'oauth-authorization-server': () => 'An application reads how to reach Lanyard',
  'oauth-protected-resource': () => 'An application reads how to reach the admin API',
  webfinger: () => 'An application asks who signs in the people of this host',
  other: ({ person, known }) => (known ? `An application calls an API for ${person}` : 'Something is asked of Lanyard'),
} as const satisfies Readonly<Record<string, (names: Names) => string>>;

type Act = keyof typeof TITLES;

interface Names {
  readonly person: string;
  /** Whether it is certain who the person is. */
  readonly known: boolean;
  readonly application: string;
  readonly refused: boolean;
}

/** Acts that decide how a flow ends; a call with one of its tokens decides it only where there is nothing else. */
const DECIDING: readonly Act[] = ['authorize', 'token', 'end-session'];
const ACTS = Object.keys(TITLES).filter(isAct);

/** What is known after one more request. `events` are those of the request, its message at the edge last. */
export function learn(before: FlowFacts, events: readonly TraceEvent[]): FlowFacts {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return before;
  const act = actOf(events, last);
  const known = ACTS.indexOf(act) < ACTS.indexOf(before.act) ? act : before.act;
  const decides = DECIDING.includes(act) || known === act;
  const party = events.map(clientIn).find((client) => client !== undefined);
  return {
    began_at_ms: before.began_at_ms === 0 ? first.at_ms - first.duration_ms : before.began_at_ms,
    last_at_ms: last.at_ms,
    client_id: before.client_id ?? party?.client_id ?? null,
    client_name: before.client_name ?? party?.client_name ?? null,
    username: events.map(personIn).findLast((username) => username !== undefined) ?? before.username,
    act: known,
    outcome: decides ? outcomeOf(act, events, last) : before.outcome,
  };
}

export function summaryOf(flow_id: string, facts: FlowFacts, events: number): FlowSummary {
  const { began_at_ms, last_at_ms, client_id, client_name, username, act, outcome } = facts;
  const names = {
    person: username ?? 'Somebody',
    known: username !== null,
    application: client_name ?? client_id ?? 'an application',
    refused: outcome === 'refused',
  };
  const title = upperFirst(TITLES[act](names), username);
  return { flow_id, began_at_ms, last_at_ms, events, client_id, client_name, username, outcome, title };
}

function actOf(events: readonly TraceEvent[], last: TraceEvent): Act {
  const endpoint = events.findLast(({ kind, name }) => kind === 'step' && isAct(name))?.name;
  if (endpoint !== undefined && isAct(endpoint)) return endpoint;
  return / \/interaction\//.test(last.name) ? 'authorize' : 'other';
}

function isAct(name: string): name is Act {
  return Object.hasOwn(TITLES, name);
}

function outcomeOf(act: Act, events: readonly TraceEvent[], { outcome }: TraceEvent): FlowSummary['outcome'] {
  if (outcome.kind === 'refused') return 'refused';
  if (events.some(({ kind, name, outcome: { kind: how } }) => kind === 'step' && name === act && how === 'refused'))
    return 'refused';
  const status = member(outcome.output, 'status');
  const page = member(outcome.output, 'page');
  const location = textIn(outcome.output, 'location') ?? '';
  if (act === 'authorize') {
    if (page === 'login') return 'under_way';
    const brought = events.findLast(({ kind, name }) => kind === 'step' && isResponseType(name))?.name;
    if (page === 'error' || /[?&#]error=/.test(location)) return 'refused';
    const isAnswer = page === 'form-post' || page === 'web-message' || /[?&#]response=/.test(location);
    if (brought === undefined) return isAnswer ? 'refused' : 'under_way';
    // Without a code nothing follows.
    return brought.split(' ').includes('code') ? 'under_way' : 'done';
  }
  if (act === 'end-session' && page === 'sign-out') return 'under_way';
  return typeof status === 'number' && status >= 400 ? 'refused' : 'done';
}

function isResponseType(name: string): boolean {
  return RESPONSE_TYPE_NAMES.some((known) => known === name);
}

interface Client {
  readonly client_id: string;
  readonly client_name: string;
}

/** From what a step found out and what the store answered: never from what a request only says. */
function clientIn({ kind, name, outcome }: TraceEvent): Client | undefined {
  if (outcome.kind === 'refused') return undefined;
  const { output } = outcome;
  if (kind === 'store') return name === 'applications find' ? clientOf(member(output, '0')) : undefined;
  if (kind !== 'step') return undefined;
  const account = textIn(member(output, 'account'), 'username');
  return account === undefined ? clientOf(member(output, 'application')) : { client_id: account, client_name: account };
}

function clientOf(application: Json | undefined): Client | undefined {
  const client_id = textIn(application, 'client_id');
  return client_id === undefined
    ? undefined
    : { client_id, client_name: textIn(application, 'client_name') ?? client_id };
}

/** A person is got by their id, which a session or an authorization holds; a name that was only typed is looked up otherwise. */
function personIn({ kind, name, outcome }: TraceEvent): string | undefined {
  return kind === 'store' && name === 'users get' && outcome.kind === 'ok'
    ? textIn(outcome.output, 'username')
    : undefined;
}

function textIn(value: Json | undefined, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === 'string' ? text : undefined;
}

function member(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** A sentence begins with a capital, unless with somebody's username. */
function upperFirst(title: string, username: string | null): string {
  return username !== null && title.startsWith(username) ? title : `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}
