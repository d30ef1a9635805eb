/**
 * Where the token of the panel's session stays for every tab of this origin. Cookies are shared by all ports of a host;
 * this is not, so that what else runs on it has at most the half of what opens the admin API.
 */
import { PANEL_SESSION_FRAGMENT } from '../../server/contract/admin/settings.ts';

export interface KeptToken {
  read(): string | undefined;
  write(token: string): void;
}

const NAME = 'lanyard-panel-session';

/** For as long as the page lives. */
export function keptInMemory(): KeptToken {
  let kept: string | undefined;
  return {
    read: () => kept,
    write: (token) => void (kept = token),
  };
}

/**
 * Takes the token that the page of the set-up put into the address, and leaves the address without it. A browser that
 * allows no storage keeps it for this page alone.
 */
export function keptInBrowser(browser: Pick<Window, 'location' | 'history' | 'localStorage'>): KeptToken {
  return keptIn(() => browser.localStorage, takeFrom(browser.location, browser.history));
}

function keptIn(storage: () => Storage, handed: string | undefined): KeptToken {
  const page = keptInMemory();
  const kept: KeptToken = {
    read: () => quietly(() => storage().getItem(NAME) ?? undefined) ?? page.read(),
    write(token) {
      page.write(token);
      quietly(() => storage().setItem(NAME, token));
    },
  };
  if (handed !== undefined) kept.write(handed);
  return kept;
}

function takeFrom(location: Location, history: History): string | undefined {
  const fragment = location.hash.replace('#', '');
  if (!fragment.startsWith(PANEL_SESSION_FRAGMENT)) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  return fragment.slice(PANEL_SESSION_FRAGMENT.length);
}

/** Storage that is switched off or full throws. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
