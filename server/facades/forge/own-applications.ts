/** A person's own applications over REST, as Gitea and Forgejo let people register them. The secret stands in an answer once. */
import { ownApplications } from '../../admin/own-applications.ts';
import { type ForgeApplicationInput, forgeApplicationInput } from '../../contract/forge-application.ts';
import { ProblemError } from '../../admin/problem-error.ts';
import { DomainError } from '../../directory/domain-error.ts';
import type { DialectName } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import { forgeApplication } from '../shapes/forge.ts';
import { type Answer, paged, refuse, type Visit } from './visit.ts';

export const SEES_APPLICATIONS = ['read:application', 'read:user'];
export const CHANGES_APPLICATIONS = ['write:application', 'write:user'];

export interface OwnApplicationCalls {
  list(visit: Visit): Promise<Answer>;
  create(visit: Visit): Promise<Answer>;
  read(visit: Visit): Promise<Answer>;
  /** Changes what is named, and makes a new secret. */
  change(visit: Visit): Promise<Answer>;
  remove(visit: Visit): Promise<Answer>;
}

export function ownApplicationCalls(
  dialect: DialectName,
  defaultsFor: (dialect: DialectName) => Partial<Application>,
): OwnApplicationCalls {
  return {
    async list(visit) {
      const applications = await of(visit).list();
      return paged(
        applications.map((application) => forgeApplication(application)),
        visit,
      );
    },
    create: (visit) =>
      answered(visit, async () => {
        const { name = '', confidential_client = false, redirect_uris } = await bodyOf(visit);
        const said = { client_name: name, redirect_uris: redirect_uris ?? [], confidential: confidential_client };
        const made = await of(visit).create({ ...said, dialect, defaults: defaultsFor(dialect) });
        return { kind: 'json', status: 201, body: forgeApplication(made.application, made.client_secret) };
      }),
    async read(visit) {
      const application = await find(visit);
      return application === undefined
        ? notThere(visit)
        : { kind: 'json', status: 200, body: forgeApplication(application) };
    },
    change: (visit) =>
      answered(visit, async () => {
        const { name, confidential_client, redirect_uris } = await bodyOf(visit);
        const application = await find(visit);
        if (application === undefined) return notThere(visit);
        const changed = await of(visit).changeWithNewSecret(application.id, {
          ...(name === undefined || name === '' ? {} : { client_name: name }),
          ...(confidential_client === undefined ? {} : { confidential: confidential_client }),
          ...(redirect_uris === undefined || redirect_uris === null ? {} : { redirect_uris }),
        });
        if (changed === undefined) return notThere(visit);
        const { application: last, client_secret } = changed;
        return { kind: 'json', status: 200, body: forgeApplication(last, client_secret) };
      }),
    async remove(visit) {
      const application = await find(visit);
      const removed = application && (await of(visit).remove(application.id));
      return removed === undefined ? notThere(visit) : { kind: 'empty', status: 204 };
    },
  };
}

function of({ user, cx }: Visit) {
  return ownApplications(user, cx);
}

/** By its number, as theirs are. Somebody else's is not there. */
async function find(visit: Visit): Promise<Application | undefined> {
  const { id } = visit.request.parameters;
  return (await of(visit).list()).find(({ number }) => String(number) === id);
}

function notThere({ origin }: Visit): Answer {
  return refuse(404, "The target couldn't be found.", origin);
}

async function bodyOf({ request }: Visit): Promise<ForgeApplicationInput> {
  const read = forgeApplicationInput.safeParse(await request.json());
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DomainError(
    'invalid',
    `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not what was expected'}`.trim(),
  );
}

const STATUS: Readonly<Record<DomainError['code'], number>> = {
  not_found: 404,
  conflict: 409,
  invalid: 422,
  forbidden: 403,
};

/** Our names of fields that these products call otherwise. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['client_name', 'name'],
  ['token_endpoint_auth_method', 'confidential_client'],
]);

function inTheirWords({ field = '', message }: DomainError): string {
  const theirs = NAMES.get(field);
  return theirs === undefined || !message.startsWith(field) ? message : theirs + message.slice(field.length);
}

/** Refusals in their spelling. */
async function answered({ origin }: Visit, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof DomainError) return refuse(STATUS[thrown.code], inTheirWords(thrown), origin);
    if (thrown instanceof ProblemError)
      return refuse(422, thrown.details.detail ?? 'the body is not acceptable', origin);
    throw thrown;
  }
}
