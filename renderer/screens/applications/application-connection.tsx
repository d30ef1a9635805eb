/** What to type into the other program. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Copyable } from '../../components/copyable.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { LoopbackNote } from '../../components/loopback-note.tsx';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { listed } from '../../words/count.ts';
import { type Application, sendsToBrowser } from './application-answer.ts';
import { DIALECT_WORDS } from './application-choices.ts';
import css from './application-connection.module.css';
import { ApplicationOpening } from './application-opening.tsx';

type EndpointName = Answered<'readConnection'>['endpoints'][number]['name'];
type Field = Answered<'readConnection'>['fields'][number];

/** What happens at each address; those that have a name on the wire are found in other programs by it. */
const PURPOSES: Readonly<Record<EndpointName, Purpose>> = {
  authorization_endpoint: { what: 'Where people are sent to sign in', onWire: true },
  token_endpoint: { what: 'Where it collects its tokens', onWire: true },
  userinfo_endpoint: { what: 'Where it asks who has signed in', onWire: true },
  jwks_uri: { what: 'The keys that prove a token is ours', onWire: true },
  pushed_authorization_request_endpoint: { what: 'Where it sends its sign-in requests ahead (PAR)', onWire: true },
  end_session_endpoint: { what: 'Where people are sent to sign out', onWire: true },
  introspection_endpoint: { what: 'Where an API asks whether a token is still good', onWire: true },
  revocation_endpoint: { what: 'Where it gives back a token that it needs no more', onWire: true },
  device_authorization_endpoint: { what: 'Where a device asks for its codes', onWire: true },
  device_page: { what: 'Where people type the code of a device' },
  github_api: { what: 'The address of the API, as for GitHub Enterprise' },
  github_user: { what: 'Who has signed in, as GitHub tells it' },
  github_user_emails: { what: 'Their e-mail addresses, as GitHub tells them' },
  github_user_orgs: { what: 'The office, as GitHub tells of an organisation' },
  github_user_teams: { what: 'Their groups, as GitHub tells of teams' },
  forge_user: { what: 'Who has signed in, as Gitea and Forgejo tell it' },
  forge_user_emails: { what: 'Their e-mail addresses, as Gitea and Forgejo tell them' },
  forge_user_orgs: { what: 'The office, as Gitea and Forgejo tell of an organisation' },
  forge_user_teams: { what: 'Their groups, as Gitea and Forgejo tell of teams' },
};

interface Purpose {
  readonly what: string;
  readonly onWire?: true;
}

const ASKED_FOR: Readonly<Record<Application['dialect'], string>> = {
  native: 'Most programs ask for the issuer, the client id and the secret, and find the rest by themselves.',
  authentik: 'By the names that authentik has for them. Leave out what it does not ask for.',
  gitea:
    'By the names that Gitea has for them. Leave out what it does not ask for. It gets sign-in, profile and groups here; for repositories it still needs a Gitea.',
  forgejo:
    'By the names that Forgejo has for them. Leave out what it does not ask for. It gets sign-in, profile and groups here; for repositories it still needs a Forgejo.',
  ory: 'By the names that Ory has for them. Leave out what it does not ask for.',
  github: 'In place of GitHub’s own, by the names that programs have for them. Leave out what it does not ask for.',
  auth0: 'By the names that Auth0’s libraries have for them. Leave out what it does not ask for.',
};

export function ApplicationConnection({ application }: { readonly application: Application }) {
  const answer = useAnswer('readConnection', { path: { id: application.id } });
  const status = useAnswer('readStatus', {});
  const { label: product } = DIALECT_WORDS[application.dialect];
  const coming = status.data?.value.listeners_to_come.find((one) => one.startsWith(`${application.dialect}=`));
  return (
    <Section title={`Type this into ${application.client_name}`} sentence={ASKED_FOR[application.dialect]}>
      <Loaded answer={answer}>
        {({ value }) => (
          <>
            <LoopbackNote address={value.issuer} />
            {value.listener !== null && (
              <p>
                {product} has an address to itself here, <code>{value.listener}</code>. All of these begin with it.
              </p>
            )}
            {coming !== undefined && (
              <p className={css['note']}>
                <StateWord state="attention">
                  {product} gets an address to itself (<code>{coming}</code>) once Lanyard is started again. What stands
                  here changes then; until then it works as it is.
                </StateWord>
              </p>
            )}
            <Facts
              facts={[
                ...value.fields.map((field) => factOf(field, secretWords(value.needs_secret, application))),
                ...demands(application),
              ]}
            />
            <ApplicationOpening application={application} issuer={value.issuer} />
            <details className={css['more']}>
              <summary>If it asks for every address</summary>
              <Facts
                facts={[
                  ...(value.discovery === null
                    ? []
                    : [copied('Where all of these can be read', 'openid-configuration', value.discovery)]),
                  ...value.endpoints.map(({ name, url }) => {
                    const { what, onWire } = PURPOSES[name];
                    return copied(what, onWire === true ? name : undefined, url);
                  }),
                ]}
              />
            </details>
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** A device has no PKCE: its code alone stands for it. RFC 8628 §3.4 */
function noSecret({ token_endpoint_auth_method: method, grant_types }: Application): string {
  if (method === 'none' && !sendsToBrowser(grant_types)) return 'None.';
  return NO_SECRET[method] ?? 'None.';
}

/** How those prove themselves that have no secret. */
const NO_SECRET: Readonly<Partial<Record<Application['token_endpoint_auth_method'], string>>> = {
  none: 'None: it proves itself by PKCE alone.',
  private_key_jwt: 'None: it signs with its own key.',
  tls_client_auth: 'None: it proves itself by its certificate.',
  self_signed_tls_client_auth: 'None: it proves itself by its certificate.',
};

function secretWords(needs_secret: boolean, application: Application): string {
  return needs_secret ? 'Shown once when it was made. Make a new one below.' : noSecret(application);
}

/** `secret` stands for what has no value, which is the secret. */
function factOf({ label, wire, value, help }: Field, secret: string): Fact {
  return {
    what: label,
    ...(wire === undefined ? {} : { wire }),
    value: (
      <>
        {value === null ? secret : <Copyable text={value} what={label} />}
        {help !== undefined && <small className={css['help']}>{help}</small>}
      </>
    ),
  };
}

/** What it has to do that most need not, in the words that its manual has. RFC 9126, RFC 9449 */
function demands(application: Application): readonly Fact[] {
  const must = [
    ...(application.require_pushed_authorization_requests === true ? ['send its sign-in requests ahead (PAR)'] : []),
    ...(application.dpop_bound_access_tokens === true ? ['prove a key of its own (DPoP)'] : []),
  ];
  return must.length === 0 ? [] : [{ what: 'Turn on', value: `It must ${listed(must)}.` }];
}

function copied(what: string, wire: string | undefined, text: string): Fact {
  return { what, ...(wire === undefined ? {} : { wire }), value: <Copyable text={text} what={what} /> };
}
