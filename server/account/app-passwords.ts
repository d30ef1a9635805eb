/**
 * App passwords of a person: making one for a program, and ending it. The secret is on the page that answers, and nowhere
 * after it. What one opens is decided where it comes along.
 */
import { appendAudit } from '../audit/append.ts';
import type { AuditType } from '../audit/event-types.ts';
import type { AppPasswordFormView } from '../contract/app-password-pages.ts';
import { useInWords } from '../directory/app-password-use.ts';
import { DomainError } from '../directory/domain-error.ts';
import {
  createUserAppPassword,
  listUserAppPasswords,
  type MadeUserAppPassword,
  removeUserAppPassword,
} from '../directory/user-app-passwords.ts';
import type { Context } from '../engine/context.ts';
import type { EndpointResponse, PageResponse } from '../engine/wire.ts';
import type { Params } from '../spec/params.ts';
import type { Application } from '../storage/records/directory.ts';
import type { AppPasswordUse, UserAppPassword } from '../storage/records/user-app-passwords.ts';
import type { Transaction } from '../storage/store.ts';
import { applicationsFor, FORGE, SCOPES, TICKED, viewAppPassword } from './app-password-uses.ts';
import { passwordAsked, type Refused, refuseUnproved } from './prove-again.ts';
import { goHome } from './said.ts';
import { type AccountPage, csrfOf, type TypedIntoOf, type Visit } from './visit.ts';

const PATH = '/account/app-passwords/';
const DAY = 86_400;

/** What can be chosen → seconds; undefined: until it is deleted. */
const LASTS: ReadonlyMap<string, number | undefined> = new Map([
  ['30', 30 * DAY],
  ['90', 90 * DAY],
  ['365', 365 * DAY],
  ['ever', undefined],
]);

type FormValues = AppPasswordFormView['values'];

const NEW: FormValues = { name: '', is_for: FORGE, scope: TICKED, lasts: '90' };

/** A form that is sent again, because the page was loaded anew, makes nothing a second time. */
export const makeAppPassword: AccountPage = {
  path: `${PATH}new`,
  async show(visit, cx) {
    if (cx.settings.user_app_passwords === 'off') return undefined;
    return formPage(visit, { values: NEW, had: await count(visit, cx) }, cx);
  },
  async take(visit, cx) {
    if (cx.settings.user_app_passwords === 'off') return undefined;
    const { params } = visit.request;
    const had = await count(visit, cx);
    if (params.get('had') !== String(had)) return goHome('It is made already.', visit, cx);
    const values = valuesIn(params);
    const again = (refused: Refused) => formPage(visit, { values, had, refused }, cx);
    const chosen = await chosenUse(values, visit, cx);
    if ('errors' in chosen) return again({ status: 400, errors: chosen.errors });
    const unproved = await refuseUnproved(visit, cx);
    if (unproved !== undefined) return again(unproved);
    try {
      return await madePage(visit, await make(visit, values, chosen, cx), chosen.application, cx);
    } catch (thrown) {
      if (!(thrown instanceof DomainError)) throw thrown;
      const { field, reason, message } = thrown;
      return again(
        field === 'name'
          ? { status: 400, errors: { name: `The name ${reason}.` } }
          : { status: 403, errors: { form: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.` } },
      );
    }
  },
};

/** Also where the office lets people have none any more. */
export const deleteAppPassword: AccountPage = {
  path: PATH,
  tail: '/delete',
  async show(visit, cx) {
    const found = (await list(visit, cx)).find(({ id }) => id === visit.named);
    if (found === undefined) return undefined;
    return {
      kind: 'page',
      status: 200,
      view: {
        page: 'account-question',
        now: cx.now,
        action: `${PATH}${found.id}/delete`,
        csrf: csrfOf(visit, cx),
        fields: [],
        question: { kind: 'app-password-remove', app_password: await viewAppPassword(found, cx) },
      },
    };
  },
  async take(visit, cx) {
    const removed = await cx.store.transaction(async (within) => {
      const one = await removeUserAppPassword(within, visit.user.id, visit.named);
      if (one !== undefined) await record(within, 'own_app_password.removed', one, visit, cx);
      return one;
    });
    return removed && goHome(`The app password ${removed.name} is deleted.`, visit, cx);
  },
};

function list({ user }: Visit, { store, now }: Context): Promise<readonly UserAppPassword[]> {
  return listUserAppPasswords(store, user.id, now);
}

async function count(visit: Visit, cx: Context): Promise<number> {
  return (await list(visit, cx)).length;
}

function valuesIn(params: Params): FormValues {
  return {
    name: (params.get('name') ?? '').trim(),
    is_for: params.get('is_for') ?? '',
    scope: params.all('scope'),
    lasts: params.get('lasts') ?? '',
  };
}

interface Chosen {
  readonly is_for: AppPasswordUse;
  readonly lasts_s: number | undefined;
  readonly application?: Application;
}

async function chosenUse(
  { is_for, scope, lasts }: FormValues,
  { user }: Visit,
  cx: Context,
): Promise<Chosen | { readonly errors: Readonly<Record<string, string>> }> {
  if (!LASTS.has(lasts)) return { errors: { lasts: 'Choose one of these.' } };
  const lasts_s = LASTS.get(lasts);
  if (is_for === FORGE) {
    const ticked = SCOPES.map(({ name }) => name).filter((name) => scope.includes(name));
    if (ticked.length === 0) return { errors: { scope: 'Tick at least one.' } };
    return { is_for: { kind: 'forge', scope: ticked }, lasts_s };
  }
  const application = (await applicationsFor(user, cx)).find(({ id }) => id === is_for);
  if (application === undefined) return { errors: { is_for: 'Choose one of these.' } };
  return { is_for: { kind: 'application', application_id: application.id }, lasts_s, application };
}

function make(
  visit: Visit,
  { name }: FormValues,
  { is_for, lasts_s }: Chosen,
  cx: Context,
): Promise<MadeUserAppPassword> {
  const expires_at = lasts_s === undefined ? undefined : cx.now + lasts_s;
  return cx.store.transaction(async (within) => {
    const made = await createUserAppPassword(within, visit.user, { name, is_for, expires_at }, cx.settings, cx.now);
    await record(within, 'own_app_password.created', made.app_password, visit, cx);
    return made;
  });
}

async function record(
  within: Transaction,
  type: AuditType,
  app_password: UserAppPassword,
  { user }: Visit,
  { now: at, address }: Context,
): Promise<void> {
  const { id, name: target, is_for, expires_at = null } = app_password;
  const detail = { id, is_for: await useInWords(is_for, within), expires_at };
  await appendAudit(within, { at, type, actor: user.username, target, address, detail });
}

interface Shown {
  readonly values: FormValues;
  /** How many there were as the form was drawn. */
  readonly had: number;
  readonly refused?: Refused;
}

async function formPage(visit: Visit, { values, had, refused }: Shown, cx: Context): Promise<PageResponse> {
  const { status, errors, headers } = refused ?? { status: 200, errors: {}, headers: undefined };
  const asked = passwordAsked(visit, cx);
  const applications = (await applicationsFor(visit.user, cx)).map(({ id, client_name }) => ({ id, client_name }));
  return {
    kind: 'page',
    status,
    view: {
      page: 'app-password',
      status,
      action: `${PATH}new`,
      csrf: csrfOf(visit, cx),
      fields: [['had', String(had)]],
      values,
      applications,
      scopes: SCOPES,
      ...(asked === undefined ? {} : { asked }),
      errors,
    },
    ...(headers === undefined ? {} : { headers }),
  };
}

async function madePage(
  { user, typedInto }: Visit,
  { app_password, password }: MadeUserAppPassword,
  application: Application | undefined,
  cx: Context,
): Promise<EndpointResponse> {
  const where = application === undefined ? { server: cx.urls.page('/') } : whereFor(application, typedInto);
  return {
    kind: 'page',
    status: 200,
    view: {
      page: 'made-app-password',
      app_password: await viewAppPassword(app_password, cx),
      password,
      username: user.username,
      ...where,
    },
  };
}

function whereFor(application: Application, typedInto: TypedIntoOf) {
  const { client_id } = application;
  const token = typedInto(application).endpoints.find(({ name }) => name === 'token_endpoint');
  return token === undefined ? { client_id } : { client_id, token_endpoint: token.url };
}
