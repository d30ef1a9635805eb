/** What may be asked and what may not, with real servers on loopback at the other end. */
import { readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Asked, createGuardedFetch } from '../../server/outbound/guarded-fetch.ts';
import { listensHere, resolverHere } from '../../server/outbound/this-machine.ts';
import { trustBySettings } from '../../server/outbound/trust-by-settings.ts';
import { type CertificateFiles, makeCertificates } from '../support/certificates.ts';

const servers: Server[] = [];
let certificates: CertificateFiles;
let ca: string;
let secure: number;
let plain: number;
let asked: IncomingMessage[] = [];
let answer: RequestListener = json;

beforeAll(async () => {
  certificates = await makeCertificates();
  ca = await readFile(certificates.ca, 'utf8');
  const tls = { cert: await readFile(certificates.cert), key: await readFile(certificates.key) };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    asked.push(request);
    answer(request, response);
  };
  secure = await listen(createTlsServer(tls, listener));
  plain = await listen(createServer(listener));
});

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(certificates.directory, { recursive: true, force: true });
});

beforeEach(() => {
  asked = [];
  answer = json;
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

function json(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json; charset=utf-8').end('{"keys":[]}');
}

interface Around {
  readonly allow?: readonly string[];
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly ours?: readonly number[];
  /** The setting outbound_ca; the certificate of these servers' authority where absent. */
  readonly ca?: string;
}

function fetching(fields: Partial<Asked> & { readonly url: string }, around: Around = {}) {
  const fetch = createGuardedFetch({
    allow: () => Promise.resolve(around.allow ?? [`localhost:${secure}`, `127.0.0.1:${plain}`]),
    resolve: around.resolve ?? resolverHere(),
    isOurs: listensHere(new Set(around.ours)),
    trust: trustBySettings(() => Promise.resolve({ outbound_ca: around.ca ?? ca })),
  });
  return fetch({
    entered_by: 'stranger',
    accept: ['application/json'],
    most_bytes: 1000,
    redirects: 0,
    ...fields,
  });
}

const here = (path = '/') => `https://localhost:${secure}${path}`;

describe('an address of a stranger', () => {
  it('is asked where the office allows its host and port', async () => {
    const answered = await fetching({ url: here('/jwks?a=1') }, { allow: [`LocalHost:${secure}`] });
    expect(answered).toMatchObject({ status: 200, content_type: 'application/json', body: Buffer.from('{"keys":[]}') });
    expect(asked.map(({ url }) => url)).toEqual(['/jwks?a=1']);
  });

  it('may be http only where the office allows it', async () => {
    const url = `http://127.0.0.1:${plain}/`;
    expect(await fetching({ url })).toMatchObject({ status: 200 });
    await expect(fetching({ url }, { allow: [] })).rejects.toMatchObject({ code: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['loopback by address', 'https://127.0.0.1:{}/'],
    ['loopback by name', 'https://localhost:{}/'],
    ['loopback as a number', 'https://2130706433:{}/'],
    ['loopback in octal', 'https://0177.0.0.1:{}/'],
    ['loopback in IPv6', 'https://[::1]:{}/'],
    ['loopback mapped into IPv6', 'https://[::ffff:127.0.0.1]:{}/'],
    ['this host', 'https://0.0.0.0:{}/'],
    ['a metadata service', 'https://169.254.169.254/'],
    ['a private network', 'https://10.0.0.1/'],
    ['a unique local address', 'https://[fd00::1]/'],
    ['NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['http on the open internet', 'http://1.1.1.1/'],
    ['a file', 'file:///etc/passwd'],
    ['another protocol', 'gopher://127.0.0.1/'],
    ['credentials', 'https://user:secret@example.com/'],
    ['no URL', 'not a url'],
  ])('is refused, and nothing is connected to: %s', async (_what, url) => {
    const refused = fetching({ url: url.replace('{}', String(secure)) }, { allow: [] });
    await expect(refused).rejects.toMatchObject({ code: 'refused' });
    expect(asked).toEqual([]);
  });

  it('is refused in the same words whether or not anything listens there', async () => {
    const tell = (port: number) =>
      fetching({ url: `https://127.0.0.1:${port}/` }, { allow: [] }).catch((error: Error) =>
        error.message.replaceAll(`:${port}`, ':PORT'),
      );
    expect(await tell(secure)).toBe(await tell(1));
  });

  it('is refused when one of several addresses of its name is private', async () => {
    const resolve = () => Promise.resolve(['1.1.1.1', '192.168.0.9']);
    const refused = fetching({ url: 'https://two-faced.test/' }, { resolve });
    await expect(refused).rejects.toThrow(/two-faced\.test:443.*192\.168\.0\.9 is private.*outbound_allow/);
  });

  it('is resolved once, and the connection goes where that said, whatever the name means a moment later', async () => {
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const resolve = () => Promise.resolve(answers.shift() ?? []);
    const around = { resolve, allow: [`localhost:${secure}`] };
    expect(await fetching({ url: here() }, around)).toMatchObject({ status: 200 });
    expect(answers).toEqual([['127.0.0.2']]);
    await expect(fetching({ url: here() }, around)).rejects.toMatchObject({ code: 'unreachable' });
    expect(asked).toHaveLength(1);
  });
});

describe('an address of an admin', () => {
  it('may be private and http', async () => {
    const url = `http://localhost:${plain}/`;
    expect(await fetching({ url, entered_by: 'admin' }, { allow: [] })).toMatchObject({ status: 200 });
  });

  it.each(['http://127.0.0.1:{}/', 'http://localhost:{}/', 'http://[::ffff:127.0.0.1]:{}/', 'http://0.0.0.0:{}/'])(
    'may not be our own: %s',
    async (url) => {
      const own = fetching(
        { url: url.replace('{}', String(plain)), entered_by: 'admin' },
        { ours: [plain], allow: [`127.0.0.1:${plain}`] },
      );
      await expect(own).rejects.toMatchObject({ code: 'refused' });
      expect(asked).toEqual([]);
    },
  );
});

describe('a request', () => {
  it('says who asks and nothing else', async () => {
    await fetching({ url: here() });
    expect(asked[0]?.method).toBe('GET');
    expect(asked[0]?.headers).toEqual({
      host: `localhost:${secure}`,
      'user-agent': 'Lanyard',
      accept: 'application/json',
      'accept-encoding': 'identity',
      connection: 'close',
    });
  });

  it('posts a form where there is one', async () => {
    let body = '';
    answer = (request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => response.end());
    };
    const answered = await fetching({ url: here(), accept: [], form: { logout_token: 'a b' } });
    expect([answered.status, asked[0]?.method, body]).toEqual([200, 'POST', 'logout_token=a+b']);
  });

  it('trusts no certificate of an authority that it does not know', async () => {
    const { ca: another, directory } = await makeCertificates();
    for (const text of ['', await readFile(another, 'utf8')]) {
      const asking = fetching({ url: here() }, { ca: text });
      await expect(asking).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(/\(outbound_ca\)$/) as string,
      });
    }
    await rm(directory, { recursive: true, force: true });
    expect(asked).toEqual([]);
    expect(await fetching({ url: here() }, { ca })).toMatchObject({ status: 200 });
  });

  it('says nothing of authorities where the certificate is not the reason', async () => {
    const gone = createServer();
    const port = await listen(gone);
    await new Promise((done) => gone.close(done));
    const refused = fetching({ url: `https://127.0.0.1:${port}/`, entered_by: 'admin' });
    await expect(refused).rejects.toThrow(/could not be asked \(ECONNREFUSED\)/);
  });
});

describe('a redirect', () => {
  const to = (location: string) => (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/there') return json(request, response);
    response.writeHead(302, { location }).end();
  };

  it('is followed where that was asked for', async () => {
    answer = to('/there');
    expect(await fetching({ url: here('/first'), redirects: 1 })).toMatchObject({ status: 200 });
  });

  it('is not followed otherwise, nor for ever, nor with a form', async () => {
    answer = to('/there');
    await expect(fetching({ url: here('/first') })).rejects.toThrow(/redirect \(302\)/);
    await expect(fetching({ url: here('/first'), redirects: 3, form: { a: 'b' } })).rejects.toThrow(/redirect/);
    answer = to('/again');
    await expect(fetching({ url: here('/first'), redirects: 3 })).rejects.toThrow(/redirect/);
    expect(asked).toHaveLength(6);
  });

  it.each(['https://169.254.169.254/latest', 'http://192.168.0.1/', 'file:///etc/passwd', 'https://[::1]/'])(
    'is judged like an address of its own: %s',
    async (location) => {
      answer = to(location);
      await expect(fetching({ url: here(), redirects: 3 })).rejects.toMatchObject({ code: 'refused' });
      expect(asked).toHaveLength(1);
    },
  );
});

describe('an answer', () => {
  it.each<[string, RequestListener, string]>([
    [
      'that says it is too large',
      (_q, r) => r.setHeader('content-type', 'application/json').end(Buffer.alloc(1001)),
      'too_large',
    ],
    [
      'that is too large without saying so',
      (_q, r) => {
        r.setHeader('content-type', 'application/json').write(Buffer.alloc(900));
        r.end(Buffer.alloc(900));
      },
      'too_large',
    ],
    ['of another type', (_q, r) => r.setHeader('content-type', 'text/html').end('{}'), 'unexpected'],
    ['of no type', (_q, r) => r.end('{}'), 'unexpected'],
    [
      'that is encoded',
      (_q, r) => r.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{}'),
      'unexpected',
    ],
    [
      'that breaks off',
      (_q, r) => {
        r.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{');
        setTimeout(() => r.destroy(), 20);
      },
      'unreachable',
    ],
  ])('%s is refused', async (_what, listener, code) => {
    answer = listener;
    await expect(fetching({ url: here() })).rejects.toMatchObject({ code });
  });

  it('that drips is given up after five seconds', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 100);
      response.once('close', () => clearInterval(drip));
    };
    await expect(fetching({ url: here() })).rejects.toThrow(/within 5 s/);
  });

  it('keeps what it says to itself when it is refused', async () => {
    answer = (_request, response) => response.setHeader('content-type', 'text/html').end('the admin password is 1234');
    const message = await fetching({ url: here() }).catch((error: Error) => error.message);
    expect(message).toBe(`localhost:${secure}: answered another content type than application/json`);
  });
});
