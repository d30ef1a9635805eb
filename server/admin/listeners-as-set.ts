/** What the settings say of addresses for one product alone, against where this server really answers: they are read at its start. */
import { parseDialectListener } from '../spec/dialect-listener.ts';
import type { ServerFacts } from './server-facts.ts';

export type ListenerFacts = Pick<ServerFacts, 'listeners' | 'listeners_at_start' | 'listeners_refused'>;

export interface ListenersAsSet {
  /** Set since the start, and answering from the next one on. As the setting spells them, such as gitea=8081. */
  readonly to_come: readonly string[];
  /** Taken out since the start, and answering until the next one. */
  readonly to_go: readonly string[];
  /** Set before the start, and not answering all the same. */
  readonly closed: readonly { readonly setting: string; readonly why: string }[];
}

export function listenersAsSet(set: readonly string[], facts: ListenerFacts): ListenersAsSet {
  const { listeners_at_start: before, listeners_refused: refused } = facts;
  const silent = set.filter((setting) => !answers(setting, facts.listeners));
  return {
    to_come: silent.filter((setting) => !before.includes(setting)),
    to_go: before.filter((setting) => !set.includes(setting) && answers(setting, facts.listeners)),
    closed: silent
      .filter((setting) => before.includes(setting))
      .map((setting) => ({ setting, why: refused.get(setting) ?? ANOTHER_HAS_IT })),
  };
}

const ANOTHER_HAS_IT = 'something else of this server answers there';

function answers(setting: string, listeners: ServerFacts['listeners']): boolean {
  const asked = parseDialectListener(setting);
  return listeners.some(({ dialect, url }) => {
    const { protocol, port, hostname } = new URL(url);
    if (asked === undefined || dialect !== asked.dialect) return false;
    if (asked.at.kind === 'name') return hostname === asked.at.host;
    return (port === '' ? USUAL_PORTS[protocol] : Number(port)) === asked.at.port;
  });
}

const USUAL_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
