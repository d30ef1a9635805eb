/** The terms of the APIs that a token is for: who may ask, who gets which scope, and how the token looks and how long it lives. */
import { apiOver, type ApiRules, apiRulesFor, scopesWithheld } from '../directory/api-rules.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Api } from '../storage/records/apis.ts';
import type { Context } from './context.ts';
import type { Authorization, Subject } from './grants/grant.ts';
import type { Step } from './step.ts';
import { type TokenForm, usualForm } from './token-form.ts';

/** The scopes that a group brings are as good as the group: judged anew for each token, and whenever one is looked at. */
export const apiTerms: Step<Authorization, Authorization> = {
  name: 'api-terms',
  spec: 'RFC 8707 §2.2',
  run(authorization, cx) {
    const rules = apiRulesFor(authorization.audience, authorization.scope, cx.store);
    return rules instanceof Promise
      ? rules.then((known) => (known.silent ? authorization : apply(authorization, known, cx)))
      : authorization;
  },
};

/** Throws invalid_target for an API that is not open to this client, and for APIs whose tokens can't be one. */
function apply(authorization: Authorization, rules: ApiRules, cx: Context): Authorization {
  const { subject, scope, audience, lifetime_s } = authorization;
  const apis = audience.flatMap((name) => apiOver(name, rules) ?? []);
  assertOpen(apis, subject);
  const withheld = scopesWithheld(scope, groupsOf(subject), rules);
  const left = withheld.length === 0 ? scope : scope.filter((name) => !withheld.includes(name));
  if (left.length === 0 && scope.length > 0) {
    throw new OAuthError('invalid_scope', 'every scope asked for belongs to groups that this client acts for none of');
  }
  const lifetimes = [lifetime_s, ...apis.map((api) => api.access_token_lifetime_s)].filter(
    (each) => each !== undefined,
  );
  return {
    ...authorization,
    scope: left,
    ...(lifetimes.length === 0 ? {} : { lifetime_s: Math.min(...lifetimes) }),
    token_form: formOf(apis, usualForm(subject, cx)),
  };
}

/** An API that lists applications is open to those alone. A service account by itself has what its own scopes say. */
function assertOpen(apis: readonly Api[], { application }: Subject): void {
  if (application === undefined) return;
  const closed = apis.find(({ allowed_applications: named = [] }) => {
    return named.length > 0 && !named.includes(application.client_id);
  });
  if (closed === undefined) return;
  throw new OAuthError('invalid_target', `the API ${closed.audience} is not open to this client`);
}

/** An application by itself is in no group. */
function groupsOf(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case 'user':
      return subject.user?.groups ?? [];
    case 'service_account':
      return subject.account.groups;
    case 'application':
      return [];
    default:
      return subject satisfies never;
  }
}

/** What an API leaves open is as usual. One token has one form: for APIs that differ, two are asked for. */
function formOf(apis: readonly Api[], usual: TokenForm): TokenForm {
  const [first = usual, ...others] = apis.map((api): TokenForm => {
    return { format: api.access_token_format ?? usual.format, alg: api.access_token_signed_response_alg ?? usual.alg };
  });
  if (others.every(({ format, alg }) => format === first.format && (format === 'opaque' || alg === first.alg)))
    return first;
  throw new OAuthError(
    'invalid_target',
    'these APIs take different kinds of token: ask for one at a time with resource',
  );
}

/** Of the scopes of a token that is out, those that its holder still has. */
export function scopeStillHeld(scope: readonly string[], subject: Subject, cx: Context): Awaitable<readonly string[]> {
  const held = (rules: ApiRules) => {
    const withheld = scopesWithheld(scope, groupsOf(subject), rules);
    return withheld.length === 0 ? scope : scope.filter((name) => !withheld.includes(name));
  };
  const rules = apiRulesFor([], scope, cx.store);
  return rules instanceof Promise ? rules.then(held) : held(rules);
}
