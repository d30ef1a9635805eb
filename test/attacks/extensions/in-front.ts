/** Tables of refusals that a browser takes along: to the application with state and iss, or onto a page of ours. */
import { expect, it } from 'vitest';
import { type Answer, type Browser, errorOf, paramsOf } from '../browser.ts';
import { authorizePath, CALLBACK } from '../office.ts';
import type { Changes } from './office.ts';

export interface FrontRefusal {
  readonly what: string;
  /** What is changed about the request; anything but text where it has to be made first. */
  readonly changes: Changes | (() => Promise<Changes>);
  readonly error: string;
  /** Where it is told: to the application, unless the request shows no address that is its own. */
  readonly on?: 'page';
  /** Where it isn't 400. */
  readonly status?: number;
}

/** One test for each row; `right` is sent after each refusal and has to lead to a code. */
export function refusesInFront(
  office: () => { readonly origin: string; readonly browser: Browser },
  right: Changes | (() => Promise<Changes>),
  rows: readonly FrontRefusal[],
) {
  it.each(rows)('$what: $error', async (row) => {
    const { browser, origin } = office();
    const base = await made(right);
    const answer = await browser.get(authorizePath({ ...base, ...(await made(row.changes)) }));
    expect(frontComplaints(answer, row, origin)).toEqual([]);
    const accepted = await browser.get(authorizePath(base));
    expect(Object.keys(paramsOf(accepted)).filter((name) => ['code', 'response', 'error'].includes(name))).toEqual([
      'response_mode' in base && String(base['response_mode']).endsWith('jwt') ? 'response' : 'code',
    ]);
  });
}

function made(changes: Changes | (() => Promise<Changes>)): Promise<Changes> | Changes {
  return typeof changes === 'function' ? changes() : changes;
}

/** What is wrong with an answer that should have been that refusal. */
export function frontComplaints(answer: Answer, row: Omit<FrontRefusal, 'changes'>, origin: string): readonly string[] {
  const { headers } = answer;
  const common = headers.get('cache-control') === 'no-store' ? '' : `cache-control ${headers.get('cache-control')}`;
  const own = row.on === 'page' ? onPage(answer, row) : atApplication(answer, row, origin);
  return [common, ...own].filter((complaint) => complaint !== '');
}

function onPage(answer: Answer, row: Omit<FrontRefusal, 'changes'>): readonly string[] {
  const { status, location, text, headers } = answer;
  const error = errorOf(answer);
  return [
    location === undefined ? '' : `leads to ${location}`,
    error === row.error ? '' : `error ${error}: ${text.slice(0, 200)}`,
    status === (row.status ?? 400) ? '' : `status ${status}`,
    headers.get('x-frame-options') === 'DENY' ? '' : 'may be framed',
  ];
}

function atApplication(answer: Answer, row: Omit<FrontRefusal, 'changes'>, origin: string): readonly string[] {
  const { location, status } = answer;
  if (location?.startsWith(CALLBACK) !== true)
    return [`${status} ${location}: ${errorOf(answer) ?? answer.text.slice(0, 200)}`];
  const { error, error_description = '', state, iss, ...others } = paramsOf(answer);
  return [
    status === 302 ? '' : `status ${status}`,
    error === row.error ? '' : `error ${error}: ${error_description}`,
    /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/.test(error_description) ? '' : `error_description ${error_description}`,
    state === 'a-state' ? '' : `state ${state}`,
    iss === origin ? '' : `iss ${iss}`,
    Object.keys(others).every((name) => row.error === 'login_required' && name === 'session_state')
      ? ''
      : `brings ${Object.keys(others).join(', ')}`,
  ];
}
