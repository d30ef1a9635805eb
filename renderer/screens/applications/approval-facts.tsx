/** What an admin looks at before they approve an application: who entered it, what it is able to do, and what has changed since somebody approved it. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Moment } from '../../components/moment.tsx';
import type { Application } from './application-answer.ts';
import css from './application-approval.module.css';
import { DIALECT_WORDS, PROOFS, WAYS } from './application-choices.ts';
import { type Owner, useOwner } from './use-owner.ts';

type Said = NonNullable<NonNullable<Application['last_approval']>['said']>;

/** Why it is asked at all, in a sentence. */
export function ApprovalReason({ application }: { readonly application: Application }) {
  const owner = useOwner(application);
  const { registered_by, awaits_approval, last_approval } = application;
  if (last_approval !== undefined) {
    return (
      <>
        <ApprovedBefore approval={last_approval} />{' '}
        {registered_by === 'person' ? <Who owner={owner} /> : 'the application itself'} changed what is marked below.{' '}
        {awaits_approval
          ? 'Until you approve it as it is now, nobody can sign in to it.'
          : 'It works that way already; people are told that nobody has checked it.'}
      </>
    );
  }
  if (registered_by === 'person') {
    return (
      <>
        <Who owner={owner} /> entered it, and no admin has checked it. Approve it once you know what it is and where it
        sends people.
      </>
    );
  }
  return awaits_approval
    ? 'Nobody of the office added it. Approve it only if you know what it is; any program can call itself anything.'
    : 'It came by itself while any program could register, and works already. People are told that nobody of the office has checked it, until you approve it.';
}

function ApprovedBefore({ approval: { by, at } }: { readonly approval: NonNullable<Application['last_approval']> }) {
  if (at === null) return 'It was approved before; since then';
  return (
    <>
      Approved by {by ?? 'an admin'} <Moment at={at} />; since then
    </>
  );
}

function Who({ owner }: { readonly owner: Owner }) {
  if (owner.kind === 'person') return <Link href={`/people/${owner.user.id}`}>{owner.user.name}</Link>;
  return owner.kind === 'gone' ? 'Somebody who is gone' : 'Somebody of your office';
}

/** What it could not make up without being found out comes first, then what it would be able to do. */
export function ApprovalFacts({ application }: { readonly application: Application }) {
  const owner = useOwner(application);
  const { registered_by, client_id, client_name, redirect_uris, contacts = [], dialect } = application;
  const said = application.last_approval?.said ?? undefined;
  const facts: Fact[] = [
    registered_by === 'person'
      ? { what: 'Who entered it', value: <Who owner={owner} /> }
      : { what: 'How it came', value: cameBy(registered_by, client_id) },
    { what: 'Written for', value: DIALECT_WORDS[dialect].label },
    {
      what: 'People are sent to',
      wire: 'redirect_uris',
      value: (
        <Changed before={said?.redirect_uris} now={redirect_uris}>
          {(texts) => <Codes texts={texts} none="No address" />}
        </Changed>
      ),
    },
    {
      what: 'It calls itself',
      wire: 'client_name',
      value: (
        <Changed before={said?.client_name} now={client_name}>
          {(name) => name}
        </Changed>
      ),
    },
    { what: 'People are asked to let it', wire: 'scope', value: <Scopes application={application} said={said} /> },
    {
      what: 'How it gets tokens',
      wire: 'grant_types',
      value: (
        <Changed before={said?.grant_types} now={application.grant_types}>
          {(names) => waysOf(names).join(' · ')}
        </Changed>
      ),
    },
    {
      what: 'How it proves itself',
      wire: 'token_endpoint_auth_method',
      value: (
        <Changed before={said?.token_endpoint_auth_method} now={application.token_endpoint_auth_method}>
          {proofOf}
        </Changed>
      ),
    },
    ...(contacts.length === 0 ? [] : [{ what: 'Whom to ask, it says', wire: 'contacts', value: contacts.join(', ') }]),
  ];
  return <Facts facts={facts} />;
}

interface ChangedProps<T> {
  /** Undefined where nobody had approved anything. */
  readonly before: T | undefined;
  readonly now: T;
  readonly children: (value: T) => ReactNode;
}

/** With what was approved in its place, where that was something else. */
function Changed<T>({ before, now, children }: ChangedProps<T>) {
  if (before === undefined || JSON.stringify(before) === JSON.stringify(now)) return children(now);
  return (
    <>
      <div className={css['changed']}>{children(now)}</div>
      <div className={css['before']}>
        <span>Approved was:</span> {children(before)}
      </div>
    </>
  );
}

const UNEXPLAINED = 'do something that only its own guide explains';

/** In the words that people read on the page of consent; by their names alone until those are there. */
function Scopes({ application, said }: { readonly application: Application; readonly said: Said | undefined }) {
  const { data } = useAnswer('readApplicationScopes', { path: { id: application.id } });
  const described = new Map(data?.value.items.map((scope) => [scope.name, scope.description ?? UNEXPLAINED]));
  return (
    <Changed before={said?.scope} now={application.scope}>
      {(scope) => {
        const names = scope.split(' ').filter(Boolean);
        if (names.length === 0) return 'Nothing';
        return (
          <ul className={css['scopes']}>
            {names.map((name) => (
              <li key={name}>
                {described.get(name)} <code>{name}</code>
              </li>
            ))}
          </ul>
        );
      }}
    </Changed>
  );
}

/** In the words of the form. */
function waysOf(grant_types: readonly string[]): readonly string[] {
  return grant_types.map((name) => WAYS.find(({ value }) => value === name)?.label ?? name);
}

function proofOf(method: string): string {
  return PROOFS.find(({ value }) => value === method)?.label ?? method;
}

function Codes({ texts, none }: { readonly texts: readonly string[]; readonly none: string }) {
  if (texts.length === 0) return none;
  return (
    <span className={css['codes']}>
      {texts.map((text) => (
        <code key={text}>{text}</code>
      ))}
    </span>
  );
}

function cameBy(registered_by: Application['registered_by'], client_id: string): string {
  return registered_by === 'document'
    ? `From ${new URL(client_id).host}, which vouches for it`
    : 'It registered itself';
}
