/**
 * A grant of the office's own as a row like the built-in ones: a hook of the office says for whom the token is, with which of
 * the scopes that the application may have. Nobody signed in here: there is no session and no refresh token, and an ID token
 * only where the office says that the hook's people are signed in.
 */
import { appendAudit } from '../../audit/append.ts';
import { findNamedUser } from '../../hooks/find-named-user.ts';
import { aboutNobody, offeredScope } from '../../hooks/question-of.ts';
import type { HookAnswer } from '../../hooks/read-answer.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Params } from '../../spec/params.ts';
import { parseScope } from '../../spec/scope.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { ExtensionGrant } from '../../storage/records/extension-grants.ts';
import { ACR_HOOK } from '../acr.ts';
import { applicationOf } from '../application-of.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import type { Authorization, Grant } from '../grants/grant.ts';
import { grantWithoutSession, subjectWithoutSession } from '../grants-without-session.ts';
import { narrowDetails } from '../narrow-details.ts';
import { impliesNone, defaultAudience, narrowAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import { runStep } from '../step.ts';
import { consultHook } from './consult-hook.ts';

type Granted = Extract<HookAnswer, { kind: 'granted' }>;

interface Decided {
  readonly extension: ExtensionGrant;
  readonly client: Client & { readonly kind: 'application' };
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly answer: Granted;
}

export function extensionGrant(extension: ExtensionGrant): Grant {
  return {
    name: extension.grant_type,
    grant_type: extension.grant_type,
    spec: 'RFC 6749 §4.5',
    parameters: [],
    client: 'any',
    available: () => !extension.disabled,
    async run({ client, params }, cx) {
      const application = applicationOf(client);
      if (client.kind !== 'application') throw new Error('what has an application of its own is one');
      // Nobody is there to allow an act.
      narrowDetails(params);
      const open = await offer(application, params, cx);
      const audience = impliesNone(params, client, cx)
        ? defaultAudience(client, cx)
        : narrowAudience(params, application.audience);
      const offered = await scopeForAudience(open, audience, params, cx);
      const answer = await runStep(consultHook, { extension, client, params, scope: offered, audience }, cx);
      const decided = { extension, client, scope: answer.scope ?? offered, audience, answer };
      return answer.subject.kind === 'client' ? forClient(decided) : forPerson(decided, answer.subject, cx);
    },
  };
}

/** Throws invalid_scope for what this application may not ask for. RFC 6749 §3.3 */
async function offer(application: Application, params: Params, cx: Context): Promise<readonly string[]> {
  const asked = params.get('scope');
  const { scope, beyond } = await offeredScope(application, asked === undefined ? asked : parseScope(asked), cx.store);
  if (beyond.length === 0) return scope;
  throw new OAuthError('invalid_scope', `scope has '${beyond[0]}', which this client may not ask for`);
}

/** The application itself, which must have proved that it is itself. RFC 6749 §4.4 */
function forClient({ client, scope, audience, answer }: Decided): Authorization {
  const { application, method } = client;
  if (method === 'none') {
    throw new OAuthError('unauthorized_client', 'a client without a secret gets no token for itself', {
      hint: 'the hook answered the subject client, and this application proved nothing',
    });
  }
  return { subject: { kind: 'application', application }, scope: aboutNobody(scope), audience, ...extraOf(answer) };
}

async function forPerson(
  { extension, client, scope, audience, answer }: Decided,
  named: Granted['subject'] & { readonly kind: 'user' },
  cx: Context,
): Promise<Authorization> {
  const { application } = client;
  const user = await findNamedUser(named, cx.store);
  if (user === undefined) {
    // In the words for somebody who may not use the application: who exists here is nobody's to try out.
    throw new OAuthError('invalid_grant', 'this account may not use this application', {
      hint: `the hook named a person by ${named.by} who is not here, or not unmistakably`,
    });
  }
  const signed_in = extension.signs_in === true ? { signed_in: true as const } : {};
  const origin = { kind: 'extension', extension_id: extension.id, ...signed_in } as const;
  const granted = { scope, audience, offline: false, amr: [], acr: ACR_HOOK, origin };
  const grant = grantWithoutSession(user, application, granted, cx);
  return {
    subject: subjectWithoutSession(user, application, grant, { kind: 'extension', extension }),
    scope,
    audience,
    ...extraOf(answer),
    async redeem(within) {
      await within.collection('grants').insert(grant);
      await appendAudit(within, {
        at: cx.now,
        type: 'grant.decided_by_hook',
        actor: user.username,
        target: application.client_id,
        address: cx.address,
        detail: { scope, audience, grant: extension.name, grant_type: extension.grant_type },
      });
      return 'redeemed';
    },
  };
}

function extraOf({ claims }: Granted) {
  return Object.keys(claims).length === 0 ? {} : { extra: claims };
}
