/** Who makes Auth0's calls beside the protocol: an application of this dialect, at a page of its own. */
import type { Context } from '../../engine/context.ts';
import type { SignInDesk } from '../../engine/sign-in-desk.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { FacadeRequest } from '../facade.ts';
import { refuse } from '../shapes/auth0.ts';

/** By `client_id` alone; undefined for what is switched off, unknown, or written for another product. */
export async function callerNamed(
  fields: ReadonlyMap<string, string>,
  desk: SignInDesk,
  cx: Context,
): Promise<Application | undefined> {
  const application = await desk.named(fields.get('client_id') ?? '', cx);
  return application?.dialect === cx.dialect ? application : undefined;
}

/** Never so of what is no page: servers and native applications send no Origin. */
export function isFromElsewhere({ origin }: FacadeRequest, { web_origins }: Application): boolean {
  return origin !== undefined && !web_origins.includes(origin);
}

export const FOREIGN = refuse(
  403,
  'access_denied',
  'the origin of this page is none of the web_origins of the application',
);
