/** What was done, told on the page to which the browser is led afterwards. Nobody else can make that page say it. */
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import type { Context } from '../engine/context.ts';
import type { RedirectResponse } from '../engine/wire.ts';
import type { Params } from '../spec/params.ts';
import { HOME, type Visit } from './visit.ts';

/** Back to the account, which says `sentence`. */
export function goHome(sentence: string, visit: Pick<Visit, 'session'>, cx: Context): RedirectResponse {
  const query = new URLSearchParams({ said: sentence, proof: proofOf(sentence, visit, cx) });
  return { kind: 'redirect', status: 303, location: `${cx.urls.page(HOME)}?${query.toString()}` };
}

/** Undefined for what this session was not told. */
export function readSaid(params: Params, visit: Pick<Visit, 'session'>, cx: Context): string | undefined {
  const said = params.get('said');
  if (said === undefined) return undefined;
  return secretMatches(params.get('proof') ?? '', hashSecret(proofOf(said, visit, cx))) ? said : undefined;
}

function proofOf(sentence: string, { session }: Pick<Visit, 'session'>, cx: Context): string {
  return cx.secrets.derive('csrf', `account said ${session.id} ${sentence}`);
}
