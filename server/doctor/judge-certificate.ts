/** What can be said of a certificate chain by looking at it: dates, names, and whether one vouches for the next. Pure. */
import type { X509Certificate } from 'node:crypto';
import type { Finding } from './checks/check.ts';
import { momentInWords, spanInWords } from './in-words.ts';

const DAY = 86_400;
const SOON_S = 30 * DAY;

/** `now` in epoch seconds. */
export function judgeDates(certificate: X509Certificate, now: number): Finding {
  const from = Math.floor(certificate.validFromDate.getTime() / 1000);
  const to = Math.floor(certificate.validToDate.getTime() / 1000);
  const whose = nameOf(certificate.subject);
  if (now > to) {
    return {
      level: 'problem',
      found: `The certificate of ${whose} ended ${momentInWords(to)}: browsers and applications refuse it.`,
      advice: 'Get a new one, and start Lanyard again with it.',
    };
  }
  if (now < from) {
    return {
      level: 'problem',
      found: `The certificate of ${whose} is valid only from ${momentInWords(from)}; here it is ${momentInWords(now)}.`,
      advice: 'If that day has come, set the clock right; otherwise use another certificate until then.',
    };
  }
  const found = `The certificate of ${whose} is valid until ${momentInWords(to)}`;
  if (to - now > SOON_S) return { level: 'ok', found: `${found}.` };
  return {
    level: 'warning',
    found: `${found}, for ${spanInWords(to - now)} more.`,
    advice: 'Get a new one before that day, and start Lanyard again with it.',
  };
}

/** `isKnownRoot` says whether browsers and applications know an authority of this subject by themselves. */
export function judgeChain(
  chain: readonly X509Certificate[],
  isKnownRoot: (subject: string) => boolean,
): readonly Finding[] {
  for (const [at, certificate] of chain.entries()) {
    const above = chain[at + 1];
    if (above === undefined || isIssuedBy(certificate, above)) continue;
    return [
      {
        level: 'warning',
        found: `In the file of --tls-cert, ${nameOf(certificate.subject)} is followed by ${nameOf(above.subject)}, which did not issue it.`,
        advice: 'Put them in order: the server’s own certificate first, then the one that issued it, and so on.',
      },
    ];
  }
  const last = chain.at(-1);
  if (last === undefined) return [];
  if (isIssuedBy(last, last))
    return [chain.length === 1 ? selfSigned() : { level: 'ok', found: 'Its chain is complete.' }];
  if (isKnownRoot(last.issuer))
    return [{ level: 'ok', found: `Its chain is complete: ${nameOf(last.issuer)} is known everywhere.` }];
  const authority = nameOf(last.issuer);
  if (!/CA Issuers/.test(last.infoAccess ?? '')) {
    return [
      { level: 'ok', found: `${authority} issued it: every computer and application has to trust that authority.` },
    ];
  }
  return [
    {
      level: 'warning',
      found: `The chain ends below ${authority}, which browsers and applications may not know by themselves.`,
      advice: 'Append the certificate of that authority to the file of --tls-cert (often called the full chain).',
    },
  ];
}

function selfSigned(): Finding {
  return { level: 'ok', found: 'It vouches for itself: every computer and application has to be told to trust it.' };
}

function isIssuedBy(certificate: X509Certificate, above: X509Certificate): boolean {
  return certificate.checkIssued(above) && certificate.verify(above.publicKey);
}

/** The common name of a distinguished name, or all of it where there is none. */
function nameOf(distinguished: string): string {
  return /^CN=(.+)$/m.exec(distinguished)?.[1] ?? distinguished.replaceAll('\n', ', ');
}
