/** The frame that compares session states: what it is on the wire, and what its script answers to whom. */
import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CHECK_SESSION_SCRIPT } from '../../server/pages/check-session-script.ts';
import { renderPage } from '../../server/pages/render.ts';
import { tagsOf } from './markup.ts';
import { OFFICE, VIEWS } from './views.ts';

const ORIGIN = 'https://rp.example.lan';
const STATE = 'in-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

describe('the page', () => {
  it('is nothing but its script, and the only one that any page may hold', () => {
    const { body, csp, framed_by } = renderPage({ page: 'check-session' }, OFFICE);
    const scripts = tagsOf(body).filter(({ name }) => name === 'script');
    expect(scripts.map(({ attributes }) => attributes.get('src'))).toEqual([CHECK_SESSION_SCRIPT.path]);
    expect([framed_by, /frame-ancestors [^;]*/.exec(csp)?.[0]]).toEqual(['anybody', 'frame-ancestors *']);
    for (const view of Object.values(VIEWS)) {
      const other = renderPage(view, OFFICE);
      // An answer is posted to the one origin that it is for.
      const parent = view.page === 'web-message' ? view.target_origin : "'none'";
      expect(/frame-ancestors ([^;]*)/.exec(other.csp)?.[1]).toBe(parent);
      expect(other.framed_by).not.toBe('anybody');
    }
  });
});

interface Asking {
  readonly origin?: string;
  readonly cookie?: string;
  readonly protocol?: string;
}

/** What the frame says, and to whom; undefined where it says nothing. */
function ask(message: unknown, { origin = ORIGIN, cookie, protocol = 'http:' }: Asking = {}) {
  let receive: ((event: object) => void) | undefined;
  const document = { cookie: cookie ?? `theme=dark; lanyard_state=${STATE}` };
  const window = { addEventListener: (_name: string, listener: typeof receive) => (receive = listener) };
  runInNewContext(CHECK_SESSION_SCRIPT.body().toString(), { window, document, location: { protocol } });
  const said: unknown[] = [];
  receive?.({ data: message, origin, source: { postMessage: (...words: unknown[]) => said.push(...words) } });
  return said;
}

function stateFor(client_id: string, origin = ORIGIN, state = STATE, salt = 'salt_-1'): string {
  return `${createHash('sha256').update(`${client_id} ${origin} ${state} ${salt}`).digest('hex')}.${salt}`;
}

describe('its script', () => {
  it('answers unchanged to the application and origin that the state was made for, and to no other', () => {
    expect(ask(`app ${stateFor('app')}`)).toEqual(['unchanged', ORIGIN]);
    expect(ask(`other ${stateFor('app')}`)).toEqual(['changed', ORIGIN]);
    const elsewhere = 'https://elsewhere.example.lan';
    expect(ask(`app ${stateFor('app')}`, { origin: elsewhere })).toEqual(['changed', elsewhere]);
  });

  it('answers changed when the browser keeps another state', () => {
    const cookie = 'lanyard_state=out-AbCdEfGhIjKlMnOpQrSt';
    expect(ask(`app ${stateFor('app')}`, { cookie })).toEqual(['changed', ORIGIN]);
  });

  it('makes the same hash as everybody, whatever the length', () => {
    const lengths = Array.from({ length: 200 }, (_, length) => 'c'.repeat(length + 1));
    expect(lengths.filter((client_id) => ask(`${client_id} ${stateFor(client_id)}`)[0] !== 'unchanged')).toEqual([]);
  });

  it('reads the cookie with the prefix over TLS, and only that', () => {
    const asked = `app ${stateFor('app')}`;
    expect(ask(asked, { protocol: 'https:', cookie: `__Host-lanyard_state=${STATE}` })[0]).toBe('unchanged');
    expect(ask(asked, { protocol: 'https:', cookie: `lanyard_state=${STATE}` })[0]).toBe('error');
  });

  it('answers error where the browser shows it no cookie: then nothing is known', () => {
    expect(ask(`app ${stateFor('app')}`, { cookie: '' })).toEqual(['error', ORIGIN]);
  });

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['no text', { client_id: 'app' }],
    ['null', null],
    ['a client_id alone', 'app'],
    ['a state alone', stateFor('app')],
    ['two spaces', `app  ${stateFor('app')}`],
    ['no salt', `app ${stateFor('app').split('.')[0]}`],
    ['an empty salt', `app ${stateFor('app').split('.')[0]}.`],
    ['capitals', `app ${stateFor('app').toUpperCase()}`],
    ['another word behind', `app ${stateFor('app')} x`],
    ['a line break', `app ${stateFor('app')}\n`],
    ['five thousand characters', `${'a'.repeat(5000)} ${stateFor('app')}`],
  ])('answers error to %s', (_what, message) => {
    expect(ask(message)).toEqual(['error', ORIGIN]);
  });

  it.each(['null', 'file://', 'chrome-extension://abc', ''])('says nothing to the origin %j', (origin) => {
    expect(ask(`app ${stateFor('app')}`, { origin })).toEqual([]);
  });
});
