/**
 * A person at the pages over plain HTTP, without a browser engine: follows redirects, keeps cookies, posts the forms as they
 * stand. As browsers do, it sends no Lax cookie with what a page of another site posts. RFC 6265bis §5.5
 */

export interface Stop {
  readonly status: number;
  /** Where the server wants the browser to go, outside of itself. */
  readonly left: URL | undefined;
  readonly html: string;
  readonly url: string;
}

interface Cookie {
  readonly value: string;
  readonly samesite: string;
}

export class HttpPerson {
  #origin: string;
  readonly #cookies = new Map<string, Cookie>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The same browser, where the server has moved to another port. */
  at(url: string): this {
    this.#origin = new URL(url).origin;
    return this;
  }

  /** Allows everything that a consent page asks for. */
  allow(page: Stop): Promise<Stop> {
    const scopes = [...page.html.matchAll(/<input[^>]*name="scope"[^>]*value="([^"]*)"/g)].map(
      ([, value = '']) => value,
    );
    return this.submit(page, [
      ['decision', 'allow'],
      ...scopes.map((scope): [string, string] => ['scope', unescape(scope)]),
    ]);
  }

  open(url: string): Promise<Stop> {
    return this.#fetch(url, {});
  }

  /** Posts a form that stands on a page of `origin`, somebody else's: an authorization request by POST. */
  post(url: string, fields: readonly (readonly [string, string])[], origin: string): Promise<Stop> {
    const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));
    return this.#fetch(url, { method: 'POST', body, headers: { origin } });
  }

  /** Posts the only form of a page with some of its fields filled in. */
  submit(page: Stop, fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[]): Promise<Stop> {
    const action = /<form[^>]*\saction="([^"]*)"/.exec(page.html)?.[1];
    if (action === undefined) throw new Error(`no form on ${page.url}: ${page.html.slice(0, 300)}`);
    const hidden = [...page.html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]): [string, string] => [
      unescape(/name="([^"]*)"/.exec(input)?.[1] ?? ''),
      unescape(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
    ]);
    const body = new URLSearchParams(
      [...hidden, ...(isPairs(fields) ? fields : Object.entries(fields))].map(([name, value]) => [name, value]),
    );
    return this.#fetch(new URL(unescape(action), page.url).href, { method: 'POST', body });
  }

  cookieHeader(): string {
    return this.#cookiesFor(() => true);
  }

  #cookiesFor(isSent: (cookie: Cookie) => boolean): string {
    const sent = [...this.#cookies].filter(([, cookie]) => isSent(cookie));
    return sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  async #fetch(url: string, init: RequestInit & { readonly headers?: { readonly origin: string } }): Promise<Stop> {
    const elsewhere = init.headers !== undefined && siteOf(init.headers.origin) !== siteOf(url);
    const cookie = this.#cookiesFor(({ samesite }) => !elsewhere || samesite === 'none');
    const headers = {
      ...(cookie === '' ? {} : { cookie }),
      ...(init.method === 'POST' ? { origin: this.#origin } : {}),
      ...init.headers,
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.slice(0, line.indexOf(';')).split('=');
      if (/max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, { value, samesite: /samesite=([a-z]+)/i.exec(line)?.[1]?.toLowerCase() ?? 'lax' });
    }
    const html = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { status: response.status, left: undefined, html, url };
    const to = new URL(location, url);
    return to.origin === this.#origin ? this.#fetch(to.href, {}) : { status: response.status, left: to, html, url };
  }
}

/** Ports are one site; the test hosts have no subdomains. */
function siteOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}`;
}

function isPairs(fields: object): fields is readonly (readonly [string, string])[] {
  return Array.isArray(fields);
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
