/** From where /panel/ and /api/ answer at all. */
import type { IncomingMessage } from 'node:http';
import type { Settings } from '../storage/records/directory.ts';
import { isFromHere } from './from-here.ts';
import type { Notice } from './notice.ts';

/** Any of these says that a proxy stands between; they can only take trust away, so that a stranger may well send them. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

export function mayAdminister(request: IncomingMessage, admin_from: Settings['admin_from']): boolean {
  if (admin_from === 'lan') return true;
  return isFromHere(request.socket) && !FORWARDED.some((name) => request.headers[name] !== undefined);
}

export const ONLY_FROM_HERE: Notice = {
  status: 403,
  code: 'access_denied',
  title: 'Only on the server itself',
  detail: 'The panel and the admin API answer only on the machine that Lanyard runs on.',
  remedy:
    'To open them to the network, choose “On the whole network” in the panel’s settings on that machine; or write ' +
    '“admin_from: lan” under “settings:” in the office file, and bring the file in again.',
};
