/**
 * The pages of a person's own account, as a table: what applications may do in their name, where they are signed in, their
 * password, applications of their own, app passwords. A sign-in session is all that is needed, and a form of ours for whatever changes something.
 */
import type { Context } from '../engine/context.ts';
import { NEW_PASSWORD_PATH } from '../engine/new-password-link.ts';
import type { EndpointRequest, EndpointResponse } from '../engine/wire.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import { deleteAppPassword, makeAppPassword } from './app-passwords.ts';
import { endOne, endOthers } from './end-sessions.ts';
import { overview } from './overview.ts';
import { newPasswordByLink } from './new-password.ts';
import { ownApplicationPages } from './own-applications.ts';
import { password } from './password.ts';
import { isForDevice, onwards, showSignIn, SIGN_IN_PATH, takeSignIn } from './sign-in.ts';
import { type AccountPage, HOME, isOwnForm, type TypedIntoAt, whoVisits } from './visit.ts';
import { withdraw } from './withdraw.ts';

export interface AccountDesk {
  /**
   * The answer of one page; `method` is GET or POST. Undefined where there is no such page, or what it names is not this
   * person's: which of the two nobody learns. `typedInto` knows the addresses of every listener.
   */
  answer(
    path: string,
    request: EndpointRequest,
    cx: Context,
    typedInto: TypedIntoAt,
  ): Promise<EndpointResponse | undefined>;
}

const PAGES: readonly AccountPage[] = [
  overview,
  withdraw,
  endOne,
  endOthers,
  password,
  makeAppPassword,
  deleteAppPassword,
];

/** `defaultsFor`: what a new application of a dialect has where nobody says otherwise. */
export function createAccountDesk(defaultsFor: (dialect: DialectName) => Partial<Application>): AccountDesk {
  const pages = [...PAGES, ...ownApplicationPages(defaultsFor)];
  return {
    async answer(path, request, cx, typedInto) {
      if (path === NEW_PASSWORD_PATH) return newPasswordByLink(request, cx);
      const who = await whoVisits(request, cx);
      if (path === SIGN_IN_PATH) return signInOrGoOn(who !== undefined, request, cx);
      const found = pages.flatMap((page) => {
        const named = namedIn(path, page);
        return named === undefined ? [] : [{ page, named }];
      })[0];
      if (found === undefined) return undefined;
      if (who === undefined) return path === HOME ? showSignIn(request, cx) : toHome(cx);
      const { page, named } = found;
      // Of groups a person is told their own.
      const office = { name: cx.settings.issuer_name, groups: who.user.groups };
      const visit = { ...who, request, named, typedInto: (one: Application) => typedInto(one, office) };
      if (request.method !== 'POST' || page.take === undefined) return page.show(visit, cx);
      // A form of an older session, or of nobody's: the page as it is now asks again.
      return isOwnForm(visit, cx) ? page.take(visit, cx) : page.show(visit, cx);
    },
  };
}

/** The page itself stands at the account's own address, but for who comes from a device's. */
function signInOrGoOn(signedIn: boolean, request: EndpointRequest, cx: Context) {
  if (signedIn) return { kind: 'redirect', status: 303, location: onwards(request, cx) } as const;
  if (request.method === 'POST') return takeSignIn(request, cx);
  return isForDevice(request) ? showSignIn(request, cx) : toHome(cx);
}

function toHome(cx: Context): EndpointResponse {
  return { kind: 'redirect', status: 303, location: cx.urls.page(HOME) };
}

/** What a path names, empty for a page that names nothing; undefined where it is not the page's. */
function namedIn(path: string, { path: begin, tail }: AccountPage): string | undefined {
  if (tail === undefined) return path === begin ? '' : undefined;
  if (!path.startsWith(begin) || !path.endsWith(tail)) return undefined;
  const named = path.slice(begin.length, -tail.length);
  return /^[A-Za-z0-9_-]{1,64}$/.test(named) ? named : undefined;
}
