/**
 * Applications of a person's own: registering and changing them, a new secret, the end. What the office allows is
 * directory/own-applications.ts; a secret is on the page that answers, and nowhere after it.
 */
import { type OwnApplications, ownApplications } from '../admin/own-applications.ts';
import type { AccountQuestionView } from '../contract/account-pages.ts';
import { DIALECTS } from '../contract/configuration-application.ts';
import type { OwnApplicationFormView, OwnSecretView } from '../contract/own-application-pages.ts';
import type { WrittenApplication } from '../directory/client-secrets.ts';
import { DomainError } from '../directory/domain-error.ts';
import { fieldsOf, type OwnApplicationFields } from '../directory/own-applications.ts';
import type { Context } from '../engine/context.ts';
import type { EndpointResponse, PageResponse } from '../engine/wire.ts';
import type { Params } from '../spec/params.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import { passwordAsked, type Refused, refuseUnproved } from './prove-again.ts';
import { goHome } from './said.ts';
import { peopleBehind, viewOwn } from './view-own-applications.ts';
import { type AccountPage, csrfOf, type Visit } from './visit.ts';

const PATH = '/account/own-applications/';

/** What a new application of a dialect has where nobody says otherwise. */
type DefaultsFor = (dialect: DialectName) => Partial<Application>;
type FormValues = OwnApplicationFormView['values'];

const NEW: FormValues = { client_name: '', redirect_uris: '', confidential: true, dialect: 'native' };

export function ownApplicationPages(defaultsFor: DefaultsFor): readonly AccountPage[] {
  return [register(defaultsFor), change, replaceSecret, remove];
}

/** A form that is sent again, because the page was loaded anew, registers nothing a second time. */
function register(defaultsFor: DefaultsFor): AccountPage {
  return {
    path: `${PATH}new`,
    async show(visit, cx) {
      if (cx.settings.user_applications === 'off') return undefined;
      return formPage(visit, { values: NEW, had: await count(visit, cx) }, cx);
    },
    async take(visit, cx) {
      if (cx.settings.user_applications === 'off') return undefined;
      const had = await count(visit, cx);
      if (visit.request.params.get('had') !== String(had)) return goHome('It is registered already.', visit, cx);
      const values = valuesIn(visit.request.params);
      const again = (refused: Refused) => formPage(visit, { values, had, refused }, cx);
      const dialect = DIALECTS.find((name) => name === values.dialect);
      if (dialect === undefined) return again({ status: 400, errors: { dialect: 'Choose one of these.' } });
      const unproved = await refuseUnproved(visit, cx);
      if (unproved !== undefined) return again(unproved);
      return orAgain(again, async () => {
        const defaults = defaultsFor(dialect);
        const made = await desk(visit, cx).create({ ...fieldsIn(values), dialect, defaults });
        return secretPage(made, 'registered', visit);
      });
    },
  };
}

const change: AccountPage = {
  path: PATH,
  tail: '/change',
  async show(visit, cx) {
    const application = await find(visit, cx);
    return application && formPage(visit, { application, values: valuesOf(application) }, cx);
  },
  async take(visit, cx) {
    const application = await find(visit, cx);
    if (application === undefined) return undefined;
    const values = { ...valuesIn(visit.request.params), dialect: application.dialect };
    const again = (refused: Refused) => formPage(visit, { application, values, refused }, cx);
    const unproved = await refuseUnproved(visit, cx);
    if (unproved !== undefined) return again(unproved);
    return orAgain(again, async () => {
      const changed = await desk(visit, cx).change(application.id, fieldsIn(values));
      if (changed?.client_secret !== undefined) return secretPage(changed, 'changed', visit);
      return changed && goHome(saidOf(changed.application), visit, cx);
    });
  },
};

function saidOf({ client_name, registration }: Application): string {
  const waits = registration?.awaits_approval === true;
  return `${client_name} is changed.${waits ? ' Nobody can sign in to it until an admin has approved that.' : ''}`;
}

const replaceSecret: AccountPage = {
  path: PATH,
  tail: '/secret',
  async show(visit, cx) {
    const application = await find(visit, cx);
    if (application === undefined || !fieldsOf(application).confidential) return undefined;
    return questionPage(
      visit,
      { kind: 'own-secret', application: viewOwn(application, visit.typedInto) },
      cx,
      passwordAsked(visit, cx),
    );
  },
  async take(visit, cx) {
    const application = await find(visit, cx);
    if (application === undefined) return undefined;
    const question = { kind: 'own-secret', application: viewOwn(application, visit.typedInto) } as const;
    const again = (refused: Refused) => questionPage(visit, question, cx, passwordAsked(visit, cx), refused);
    const unproved = await refuseUnproved(visit, cx);
    if (unproved !== undefined) return again(unproved);
    return orAgain(again, async () => {
      const made = await desk(visit, cx).regenerate(application.id);
      return made && secretPage(made, 'replaced', visit);
    });
  },
};

const remove: AccountPage = {
  path: PATH,
  tail: '/delete',
  async show(visit, cx) {
    const application = await find(visit, cx);
    if (application === undefined) return undefined;
    const people = await peopleBehind(application, cx);
    return questionPage(visit, { kind: 'own-remove', application: viewOwn(application, visit.typedInto), people }, cx);
  },
  async take(visit, cx) {
    const removed = await desk(visit, cx).remove(visit.named);
    return removed && goHome(`${removed.client_name} is deleted.`, visit, cx);
  },
};

function desk({ user }: Visit, cx: Context): OwnApplications {
  return ownApplications(user, cx);
}

async function count(visit: Visit, cx: Context): Promise<number> {
  return (await desk(visit, cx).list()).length;
}

async function find(visit: Visit, cx: Context): Promise<Application | undefined> {
  return (await desk(visit, cx).list()).find(({ id }) => id === visit.named);
}

function valuesIn(params: Params): FormValues {
  return {
    client_name: (params.get('client_name') ?? '').trim(),
    redirect_uris: params.get('redirect_uris') ?? '',
    confidential: params.get('confidential') === 'yes',
    dialect: params.get('dialect') ?? '',
  };
}

function valuesOf(application: Application): FormValues {
  const { client_name, redirect_uris, confidential } = fieldsOf(application);
  return { client_name, redirect_uris: redirect_uris.join('\n'), confidential, dialect: application.dialect };
}

function fieldsIn({ client_name, redirect_uris, confidential }: FormValues): OwnApplicationFields {
  return { client_name, redirect_uris: redirect_uris.split(/\s+/).filter((line) => line !== ''), confidential };
}

const STATUS: Readonly<Record<DomainError['code'], number>> = {
  not_found: 404,
  conflict: 409,
  invalid: 400,
  forbidden: 403,
};
const BEGINNINGS: ReadonlyMap<string, string> = new Map([
  ['client_name', 'The name '],
  ['redirect_uris', 'The list '],
]);

/** What the directory refuses stands at its field. */
async function orAgain<T>(
  again: (refused: Refused) => PageResponse,
  work: () => Promise<T>,
): Promise<T | PageResponse> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof DomainError)) throw thrown;
    const { code, message, field = '', reason } = thrown;
    const begin = BEGINNINGS.get(field);
    const errors = begin === undefined ? { form: `${sentence(message)}.` } : { [field]: inWords(begin, reason) };
    return again({ status: STATUS[code], errors });
  }
}

/** `redirect_uris[0] is …` names a place that nobody typed. */
function inWords(begin: string, reason: string): string {
  const [place = '', index] = /^\w+\[(\d+)\] /.exec(reason) ?? [];
  return index === undefined ? `${begin}${reason}.` : `Address ${Number(index) + 1} ${reason.slice(place.length)}.`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

interface Shown {
  readonly application?: Application;
  readonly values: FormValues;
  /** How many there were as the form was drawn. */
  readonly had?: number;
  readonly refused?: Refused;
}

function formPage(visit: Visit, shown: Shown, cx: Context): PageResponse {
  const { application, values, had, refused = { status: 200, errors: {} } } = shown;
  const asked = passwordAsked(visit, cx);
  return {
    kind: 'page',
    status: refused.status,
    view: {
      page: 'own-application',
      status: refused.status,
      action: application === undefined ? `${PATH}new` : `${PATH}${application.id}/change`,
      csrf: csrfOf(visit, cx),
      fields: had === undefined ? [] : [['had', String(had)]],
      ...(application === undefined ? {} : { application: viewOwn(application, visit.typedInto) }),
      values,
      dialects: DIALECTS,
      user_applications: cx.settings.user_applications,
      ...(asked === undefined ? {} : { asked }),
      errors: refused.errors,
    },
    ...(refused.headers === undefined ? {} : { headers: refused.headers }),
  };
}

function questionPage(
  visit: Visit,
  question: Extract<AccountQuestionView['question'], { readonly kind: 'own-secret' | 'own-remove' }>,
  cx: Context,
  asked?: AccountQuestionView['asked'],
  { status, errors, headers }: Refused = { status: 200, errors: {} },
): PageResponse {
  const act = question.kind === 'own-secret' ? 'secret' : 'delete';
  return {
    kind: 'page',
    status,
    view: {
      page: 'account-question',
      now: cx.now,
      action: `${PATH}${question.application.id}/${act}`,
      csrf: csrfOf(visit, cx),
      fields: [],
      question,
      ...(asked === undefined ? {} : { asked }),
      errors,
    },
    ...(headers === undefined ? {} : { headers }),
  };
}

function secretPage(
  { application, client_secret }: WrittenApplication,
  after: OwnSecretView['after'],
  visit: Visit,
): EndpointResponse {
  const secret = client_secret === undefined ? {} : { client_secret };
  return {
    kind: 'page',
    status: 200,
    view: { page: 'own-secret', application: viewOwn(application, visit.typedInto), ...secret, after },
  };
}
