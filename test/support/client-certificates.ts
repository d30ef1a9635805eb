/** Certificates of applications: of an authority of the office's own, of a stranger's, or made by the application itself. */
import { request } from 'node:https';
import { generate } from 'selfsigned';

export interface Certified {
  readonly cert: string;
  readonly key: string;
}

type AltName = { readonly type: 1 | 2 | 6; readonly value: string } | { readonly type: 7; readonly ip: string };
export interface Wanted {
  readonly common_name: string;
  readonly organisation?: string;
  readonly names?: readonly AltName[];
  readonly valid_from?: Date;
  readonly valid_until?: Date;
}

export async function makeAuthority(common_name: string): Promise<Certified> {
  const made = await generate([{ name: 'commonName', value: common_name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** Of `authority`, or self-signed without one. */
export async function makeCertificate(wanted: Wanted, authority?: Certified): Promise<Certified> {
  const { common_name, organisation, names = [], valid_from, valid_until } = wanted;
  const subject = [
    ...(organisation === undefined ? [] : [{ name: 'organizationName', value: organisation }]),
    { name: 'commonName', value: common_name },
  ];
  const made = await generate(subject, {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(authority === undefined ? {} : { ca: { key: authority.key, cert: authority.cert } }),
    ...(valid_from === undefined ? {} : { notBeforeDate: valid_from }),
    ...(valid_until === undefined ? {} : { notAfterDate: valid_until }),
    extensions: names.length === 0 ? [] : [{ name: 'subjectAltName', altNames: [...names] }],
  });
  return { cert: made.cert, key: made.private };
}

/** base64 of the DER, as x5c has it. RFC 7517 §4.7 */
export function derOf({ cert }: Certified): string {
  return cert.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}

export interface TlsAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A request over a TLS connection of its own, with a certificate or without one. `ca` is the server's. */
export function ask(url: string, { ca, certificate, form, headers = {} }: Asking): Promise<TlsAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TlsAnswer>();
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const outgoing = request(
    url,
    {
      ca,
      ...certificate,
      agent: false,
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text };
        resolve({ status: response.statusCode ?? 0, body: json });
      });
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

interface Asking {
  readonly ca: string;
  readonly certificate?: Certified | undefined;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}
