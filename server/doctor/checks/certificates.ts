/** The certificate of --tls files: readable, the key's own, valid now and for a while, for the issuer's name, with its chain. */
import { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { ConfigError } from '../../config/config-error.ts';
import { certificateWarning, type PemPair, readTlsFiles } from '../../config/read-tls-files.ts';
import { isLoopback } from '../../spec/loopback.ts';
import { judgeChain, judgeDates } from '../judge-certificate.ts';
import { hostOf } from '../machine-addresses.ts';
import type { Check, Examined, Finding } from './check.ts';

export const certificates: Check = {
  name: 'certificates',
  async run(office) {
    const { tls } = office.config;
    if (tls.kind === 'off') return [judgeWithout(office)];
    let pair: PemPair | undefined;
    try {
      pair = await readTlsFiles(tls);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const advice = 'Name the certificate and the key that belongs to it; Lanyard does not start without them.';
      return [{ level: 'problem', found: `${error.message}.`, advice }];
    }
    if (pair === undefined) return [judgeWithout(office)];
    const chain = chainIn(pair.cert);
    const [own] = chain;
    if (own === undefined) return [];
    return [
      judgeDates(own, office.now),
      ...judgeName(pair.cert, office),
      ...judgeChain(chain, isKnownRoot),
      ...(await judgeKeyFile(tls.key)),
    ];
  },
};

function judgeWithout({ config: { host, warnings }, origin }: Examined): Finding {
  if (isLoopback(host)) {
    const found = origin.startsWith('https:')
      ? `Lanyard speaks plain http to this computer alone; what answers at ${origin} has its own certificate.`
      : 'None is needed: Lanyard listens to this computer alone.';
    return { level: 'ok', found };
  }
  return {
    level: 'warning',
    found: `${warnings.join(' ')}.`,
    advice: 'Use --tls files with a certificate, unless everybody on this network may know every password.',
  };
}

function judgeName(cert: string, { config, origin }: Examined): readonly Finding[] {
  const wrong = certificateWarning(cert, origin);
  if (wrong === undefined) return [{ level: 'ok', found: `It is for ${hostOf(origin)}.` }];
  // Another port in the issuer means that something in front of Lanyard meets the browsers, with its own certificate.
  const port = new URL(origin).port || (origin.startsWith('https:') ? '443' : '80');
  const inFront = config.port !== 0 && port !== String(config.port);
  return [{ level: inFront ? 'warning' : 'problem', found: `${wrong}.` }];
}

async function judgeKeyFile(path: string): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(path);
  if ((mode & 0o007) === 0) return [];
  const found = `Every account of this computer may use the certificate’s key ${path}.`;
  return [{ level: 'warning', found, advice: `Run: chmod o-rwx '${path}'` }];
}

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function chainIn(cert: string): readonly X509Certificate[] {
  return (cert.match(PEM) ?? []).map((text) => new X509Certificate(text));
}

/** Node knows the authorities that browsers know. */
function isKnownRoot(subject: string): boolean {
  return rootCertificates.some((root) => new X509Certificate(root).subject === subject);
}
