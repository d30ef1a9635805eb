/** The panel's client: what it sends, what it makes of refusals, and when it asks the person and tries again. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { addressOf, type ClientParts, createClient } from '../../../renderer/api/client.ts';
import { ConnectionLost, GivenUp, RequestRefused } from '../../../renderer/api/problem.ts';

const GROUP = {
  id: 'g1',
  number: 1,
  name: 'staff',
  members: 2,
  applications: [],
  used_by: { items: [], total: 0 },
  created_at: 1,
  updated_at: 1,
};

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

function world(answers: readonly (() => Response)[], parts: Partial<ClientParts> = {}) {
  const sent: Sent[] = [];
  const reached: boolean[] = [];
  const client = createClient({
    async fetch(input, init) {
      sent.push({
        url: input instanceof Request ? input.url : input.toString(),
        method: init?.method ?? 'GET',
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      });
      const answer = answers[sent.length - 1];
      if (answer === undefined) throw new TypeError('failed to fetch');
      return answer();
    },
    csrf: () => 'the-token',
    signInAgain: async () => {},
    confirm: async () => {},
    sessionChanged: () => {},
    reached: (whether) => reached.push(whether),
    ...parts,
  });
  return { client, sent, reached };
}

const problem =
  (name: string, status: number, more = {}) =>
  () =>
    Response.json({ type: `urn:lanyard:problem:${name}`, title: name, status, ...more }, { status });
const group = () => Response.json(GROUP, { headers: { etag: '"v2"' } });

describe('a request', () => {
  test('carries the version that it was made from, and the token against forged requests', async () => {
    const { client, sent } = world([group]);
    const answer = await client.call('changeGroup', { path: { id: 'g 1' }, body: { name: 'staff' }, ifMatch: '"v1"' });
    expect(answer).toEqual({ value: GROUP, etag: '"v2"' });
    expect(sent[0]).toMatchObject({ url: '/api/v1/groups/g%201', method: 'PATCH', body: { name: 'staff' } });
    expect(sent[0]?.headers.get('if-match')).toBe('"v1"');
    expect(sent[0]?.headers.get('x-lanyard-csrf')).toBe('the-token');
  });

  test('that only reads carries it too: the cookie alone opens nothing', async () => {
    const { client, sent } = world([group]);
    await client.call('readGroup', { path: { id: 'g1' } });
    expect(sent[0]?.headers.get('x-lanyard-csrf')).toBe('the-token');
    expect(sent[0]?.body).toBeUndefined();
  });

  test('leaves out what of the query is empty', () => {
    expect(addressOf('/api/v1/users', {}, { q: '', limit: '50', cursor: undefined })).toBe('/api/v1/users?limit=50');
    expect(addressOf('/api/v1/users', {}, { q: 'a&b=c' })).toBe('/api/v1/users?q=a%26b%3Dc');
  });
});

describe('a refusal', () => {
  test('comes with its name, its sentence and its fields', async () => {
    const errors = [{ pointer: '/name', detail: 'is empty' }];
    const { client } = world([problem('invalid', 400, { detail: 'one field is wrong', errors })]);
    const refused = await client.call('createGroup', { body: { name: '' } }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RequestRefused);
    expect(refused).toMatchObject({ problem: 'invalid', status: 400, detail: 'one field is wrong', errors });
  });

  test('that is no problem of ours is told as a fault', async () => {
    const { client } = world([() => new Response('<h1>Bad Gateway</h1>', { status: 502 })]);
    await expect(client.call('readGroup', { path: { id: 'g1' } })).rejects.toMatchObject({
      problem: 'fault',
      status: 502,
    });
  });

  test.each([
    ['unauthenticated', 401, 'signInAgain'],
    ['confirmation_needed', 403, 'confirm'],
  ] as const)('%s waits for the person, and then the same request goes out again', async (name, status, question) => {
    let asked = 0;
    const { client, sent } = world([problem(name, status), group], { [question]: async () => void (asked += 1) });
    await client.call('changeGroup', { path: { id: 'g1' }, body: { name: 'typed' }, ifMatch: '"v1"' });
    expect(asked).toBe(1);
    expect(sent.map(({ body }) => body)).toEqual([{ name: 'typed' }, { name: 'typed' }]);
  });

  test('is not asked about for ever', async () => {
    const { client, sent } = world(Array.from({ length: 9 }, () => problem('unauthenticated', 401)));
    await expect(client.call('readGroup', { path: { id: 'g1' } })).rejects.toBeInstanceOf(RequestRefused);
    expect(sent).toHaveLength(3);
  });

  test('of the sign-in itself goes to whoever typed', async () => {
    const { client, sent } = world([problem('wrong_credentials', 401)]);
    const body = { username: 'ada', password: 'wrong' };
    await expect(client.call('signIn', { body })).rejects.toMatchObject({ problem: 'wrong_credentials' });
    expect(sent).toHaveLength(1);
  });

  test('ends where the person gives up', async () => {
    const confirm = async () => {
      throw new GivenUp();
    };
    const { client, sent } = world([problem('confirmation_needed', 403)], { confirm });
    await expect(client.call('createGroup', { body: { name: 'x' } })).rejects.toBeInstanceOf(GivenUp);
    expect(sent).toHaveLength(1);
  });
});

describe('a session that was begun anew in another tab', () => {
  const SESSION = {
    user: { id: 'u1', username: 'ada', name: 'Ada Admin' },
    csrf: 'the-new-token',
    confirmed_until: 0,
    expires_at: 1,
    issuer_name: 'Example Office',
  };
  const session = () => Response.json(SESSION);
  const changed = problem('session_changed', 403);
  const change = { path: { id: 'g1' }, body: { name: 'typed' } };

  test('is read, and the same request goes out with its token', async () => {
    let csrf = 'the-old-token';
    const { client, sent } = world([changed, session, group], {
      csrf: (which) => (which === 'kept' ? 'the-new-token' : csrf),
      sessionChanged: (read) => void (csrf = read.csrf),
    });
    await client.call('changeGroup', change);
    expect(sent.map(({ method, headers }) => [method, headers.get('x-lanyard-csrf')])).toEqual([
      ['PATCH', 'the-old-token'],
      ['GET', 'the-new-token'],
      ['PATCH', 'the-new-token'],
    ]);
  });

  test('is not read twice for one request', async () => {
    const { client, sent } = world([changed, session, changed, session]);
    await expect(client.call('changeGroup', change)).rejects.toMatchObject({ problem: 'session_changed' });
    expect(sent).toHaveLength(3);
  });

  test('ends the request where it is somebody else’s', async () => {
    const sessionChanged = () => {
      throw new GivenUp();
    };
    const { client, sent } = world([changed, session], { sessionChanged });
    await expect(client.call('changeGroup', change)).rejects.toBeInstanceOf(GivenUp);
    expect(sent).toHaveLength(2);
  });

  test('waits for the person where it has ended too', async () => {
    let asked = 0;
    const { client, sent } = world([changed, problem('unauthenticated', 401), group], {
      signInAgain: async () => void (asked += 1),
    });
    await client.call('changeGroup', change);
    expect(asked).toBe(1);
    expect(sent).toHaveLength(3);
  });

  test('can be ended from here as well', async () => {
    const { client, sent } = world([changed, session, () => new Response(null, { status: 204 })]);
    await client.call('signOut', {});
    expect(sent.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'DELETE']);
  });
});

describe('a body', () => {
  afterEach(() => void vi.useRealTimers());

  /** Its pieces come when the test says so. */
  function slowBody() {
    let write: ReadableStreamDefaultController<Uint8Array> | undefined;
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (write = controller) });
    return {
      stream,
      put: (text: string) => write?.enqueue(Buffer.from(text)),
      end: () => write?.close(),
      fail: () => write?.error(new TypeError('cut')),
    };
  }
  /** As a browser does, the answer breaks off when the request is aborted. */
  const fetching =
    (body: ReturnType<typeof slowBody>): typeof fetch =>
    async (_input, init) => {
      init?.signal?.addEventListener('abort', body.fail);
      return new Response(body.stream);
    };
  const asked = { path: { kind: 'audit-events' } };

  test('may take as long as it needs while something arrives', async () => {
    vi.useFakeTimers();
    const body = slowBody();
    const { client, reached } = world([], { fetch: fetching(body) });
    const downloading = client.download('exportDocument', asked);
    for (let minute = 0; minute < 10; minute += 1) {
      await vi.advanceTimersByTimeAsync(14_000);
      body.put('line\n');
    }
    await vi.advanceTimersByTimeAsync(14_000);
    body.end();
    expect(await (await downloading).text()).toBe('line\n'.repeat(10));
    expect(reached).toEqual([true]);
  });

  test('of which nothing more arrives is a lost connection', async () => {
    vi.useFakeTimers();
    const body = slowBody();
    const { client, reached } = world([], { fetch: fetching(body) });
    const ended = client.download('exportDocument', asked).catch((error: unknown) => error);
    body.put('line\n');
    await vi.advanceTimersByTimeAsync(16_000);
    expect(await ended).toBeInstanceOf(ConnectionLost);
    expect(reached).toEqual([true, false]);
  });

  test('that is cut is a lost connection', async () => {
    const body = slowBody();
    const { client, reached } = world([], { fetch: fetching(body) });
    const ended = client.download('exportDocument', asked).catch((error: unknown) => error);
    body.put('half a li');
    body.fail();
    expect(await ended).toBeInstanceOf(ConnectionLost);
    expect(reached).toEqual([true, false]);
  });
});

test('no answer at all is a lost connection, and every answer says that it is there', async () => {
  const { client, reached } = world([problem('not_found', 404)]);
  await expect(client.call('readGroup', { path: { id: 'g1' } })).rejects.toBeInstanceOf(RequestRefused);
  await expect(client.call('readGroup', { path: { id: 'g1' } })).rejects.toBeInstanceOf(ConnectionLost);
  expect(reached).toEqual([true, false]);
});
