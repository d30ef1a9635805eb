/** Server-Sent Events by fetch: every event once, in whatever pieces it comes, and on after the last one when it is cut. */
import { afterEach, expect, test, vi } from 'vitest';
import { openEventStream } from '../../../renderer/tracer/event-stream.ts';

const CLOSED = 2;

afterEach(() => void vi.useRealTimers());

/** A connection whose pieces come when the test says so. */
function createConnection() {
  let writing: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (writing = controller) });
  const cut = () => writing?.error(new TypeError('cut'));
  return { body, cut, say: (bytes: string | Uint8Array) => writing?.enqueue(Buffer.from(bytes)) };
}

type Answer = ReturnType<typeof createConnection> | { readonly status: number } | 'nothing';

function world(answers: readonly Answer[]) {
  const asked: Headers[] = [];
  const heard: string[] = [];
  const waits: number[] = [];
  const due: (() => void)[] = [];
  const source = openEventStream({
    path: '/stream',
    headers: () => ({ 'x-token': `token ${asked.length}` }),
    async fetch(_input, init) {
      const answer = answers[asked.length] ?? 'nothing';
      asked.push(new Headers(init?.headers));
      if (answer === 'nothing') throw new TypeError('failed to fetch');
      if ('status' in answer) return new Response(null, answer);
      init?.signal?.addEventListener('abort', answer.cut);
      return new Response(answer.body);
    },
    setTimeout(work, after_ms) {
      waits.push(after_ms);
      due.push(work);
    },
  });
  for (const name of ['message', 'ready', 'error']) {
    source.addEventListener(name, ({ data }) => heard.push(typeof data === 'string' ? `${name} ${data}` : name));
  }
  const settle = () => new Promise((done) => setImmediate(done));
  const pass = async () => {
    for (const work of due.splice(0)) work();
    await settle();
  };
  return { source, asked, heard, waits, settle, pass };
}

test('tells each event once, however its bytes are parted', async () => {
  const connection = createConnection();
  const { heard, settle } = world([connection]);
  const bytes = Buffer.from(
    'retry: 2000\nid: run-1\nevent: ready\ndata: {}\n\n: still here\n\ndata: {"name":"Söhne"}\n\n',
  );
  for (const byte of bytes) {
    connection.say(Uint8Array.of(byte));
    await settle();
  }
  expect(heard).toEqual(['ready {}', 'message {"name":"Söhne"}']);
});

test('goes on after the last event that it had, with the token of that moment', async () => {
  const [first, second] = [createConnection(), createConnection()];
  const { asked, heard, waits, settle, pass } = world([first, 'nothing', second]);
  first.say('retry: 1500\nid: run-7\ndata: 1\n\nid: run-8\nda');
  await settle();
  first.cut();
  await settle();
  await pass();
  await pass();
  second.say('id: run-8\ndata: 2\n\n');
  await settle();
  expect(heard).toEqual(['message 1', 'error', 'error', 'message 2']);
  expect(waits).toEqual([1500, 1500]);
  expect(asked.map((headers) => [headers.get('last-event-id'), headers.get('x-token')])).toEqual([
    [null, 'token 0'],
    ['run-7', 'token 1'],
    ['run-7', 'token 2'],
  ]);
});

test('is closed by a refusal, and asks no more', async () => {
  const { source, heard, asked, settle, pass } = world([{ status: 409 }]);
  await settle();
  expect(source.readyState).toBe(CLOSED);
  expect(heard).toEqual(['error']);
  await pass();
  expect(asked).toHaveLength(1);
});

test('takes a long silence for a cut', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const connection = createConnection();
  const { heard, settle } = world([connection]);
  await settle();
  for (let beat = 0; beat < 5; beat += 1) {
    await vi.advanceTimersByTimeAsync(15_000);
    connection.say(': still here\n\n');
    await settle();
  }
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(46_000);
  await settle();
  expect(heard).toEqual(['error']);
});

test('tells nothing after it was closed', async () => {
  const connection = createConnection();
  const { source, heard, asked, settle, pass } = world([connection]);
  await settle();
  connection.say('data: late\n\n');
  source.close();
  await settle();
  await pass();
  expect(heard).toEqual([]);
  expect(asked).toHaveLength(1);
});
