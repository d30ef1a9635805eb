/** A browser without a screen that an attacker drives step by step: it keeps cookies and follows nothing by itself. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly location: string | undefined;
  readonly url: string;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every status of an answer to a POST, in order. */
  readonly afterPost: number[] = [];
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#fetch(path, { headers });
  }

  post(
    path: string,
    body: URLSearchParams | Fields | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const form = body instanceof URLSearchParams || typeof body === 'string' ? body : formOf(body);
    return this.#fetch(path, { method: 'POST', body: form, headers });
  }

  /** Goes where an answer leads, as long as that is here. */
  async follow(answer: Answer): Promise<Answer> {
    let here = answer;
    for (let step = 0; step < 8 && here.location !== undefined; step += 1) {
      const to = new URL(here.location, this.#origin);
      if (to.origin !== this.#origin) return here;
      here = await this.get(to.pathname + to.search);
    }
    return here;
  }

  async open(path: string): Promise<Answer> {
    return this.follow(await this.get(path));
  }

  /** Posts the form of a page with what it carries hidden, and goes where that leads. */
  async submit(page: Answer, fields: Fields): Promise<Answer> {
    return this.follow(await this.send(page, fields));
  }

  send(page: Answer, fields: Fields): Promise<Answer> {
    return this.post(actionOf(page), formOf({ ...hiddenOf(page), ...fields }));
  }

  async #fetch(path: string, init: RequestInit): Promise<Answer> {
    const url = new URL(path, this.#origin).href;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(';', 1)[0] ?? '';
      const name = pair.slice(0, pair.indexOf('='));
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(name.length + 1));
    }
    if (init.method === 'POST') this.afterPost.push(response.status);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: response.headers.get('location') ?? undefined,
      url,
    };
  }
}

function formOf(fields: Fields): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of typeof values === 'string' ? [values] : values) form.append(name, value);
  }
  return form;
}

export function actionOf({ text, url }: Answer): string {
  const action = /<form[^>]*\saction="([^"]*)"/.exec(text)?.[1];
  if (action === undefined) throw new Error(`no form on ${url}: ${text.slice(0, 500)}`);
  return unescape(action);
}

export function hiddenOf({ text }: Answer): Record<string, string> {
  const inputs = text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [unescape(name), unescape(value)]));
}

export function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The parameters of an answer that leads to an application, in whichever part of the address. */
export function paramsOf({ location }: Answer): Record<string, string> {
  if (location === undefined) throw new Error('the answer leads nowhere');
  const { searchParams, hash } = new URL(location);
  return Object.fromEntries([...searchParams, ...new URLSearchParams(hash.slice(1))]);
}

/** The code of an error page, or undefined where there is none. */
export function errorOf({ text }: Answer): string | undefined {
  return /id="lanyard-error">([^<]*)</.exec(text)?.[1];
}
