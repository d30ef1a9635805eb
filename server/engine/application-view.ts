/** An application as a person should recognise it on our pages. */
import type { ApplicationView } from '../contract/pages.ts';
import { isUnchecked } from '../directory/registered-by.ts';
import type { Application, Settings } from '../storage/records/directory.ts';

/** Stands for a redirect URI where the answer goes to a device that shows a code. */
export const AT_A_DEVICE = 'device:';

/** `host` is where the answer goes, so that a name alone convinces nobody. */
export function describeApplication(
  application: Application,
  redirect_uri: string,
  settings: Pick<Settings, 'dynamic_registration'>,
): ApplicationView {
  const { client_name, client_uri, policy_uri, tos_uri, registration } = application;
  const described = registration?.document !== undefined;
  const unchecked = isUnchecked(application);
  // What a stranger names every browser of the office would fetch: only where an admin wants it so.
  const shown = !described && (!unchecked || settings.dynamic_registration === 'open');
  const logo_uri = shown ? application.logo_uri : undefined;
  return {
    client_name,
    host: hostOf(redirect_uri),
    ...(described ? { described_by: new URL(application.client_id).host } : {}),
    ...(unchecked ? { unchecked } : {}),
    ...(registration?.by_person === true ? { by_person: true } : {}),
    ...(logo_uri === undefined ? {} : { logo_uri }),
    ...(client_uri === undefined ? {} : { client_uri }),
    ...(policy_uri === undefined ? {} : { policy_uri }),
    ...(tos_uri === undefined ? {} : { tos_uri }),
  };
}

/** What a mail calls it. The name of one that nobody has checked is a stranger's text, and the office's mail carries none. */
export function nameInMail(application: Pick<Application, 'client_name' | 'registration'>): string {
  return isUnchecked(application) ? 'an application that no admin has checked' : application.client_name;
}

/**
 * Where a sign-in leads: the origin of the redirect URI, or the bare scheme of a native application. Browsers hold every
 * further redirect against the same list, so the origins at which the application says it lives belong to it as well.
 */
export function leadsTo(application: Application, redirect_uri: string): readonly string[] {
  const { web_origins, client_uri } = application;
  const back = redirect_uri === AT_A_DEVICE ? [] : [redirect_uri];
  return [...new Set([...back, ...web_origins, ...(client_uri === undefined ? [] : [client_uri])].map(sourceOf))];
}

export function sourceOf(uri: string): string {
  const url = new URL(uri);
  return isWeb(url) ? url.origin : url.protocol;
}

function hostOf(redirect_uri: string): string {
  const url = new URL(redirect_uri);
  return isWeb(url) ? url.host : url.protocol;
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}
