/** What to type into the other program. */
import { useAnswer } from '../../api/use-answer.ts';
import { Copyable } from '../../components/copyable.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/section.tsx';
import type { Application } from './application.tsx';
import css from './application-connection.module.css';

/** In the order in which programs ask for them. */
const PURPOSE: Readonly<Record<string, string>> = {
  authorization_endpoint: 'Where people are sent to sign in',
  token_endpoint: 'Where it collects its tokens',
  userinfo_endpoint: 'Who has signed in',
  jwks_uri: 'Keys that prove a token is ours',
  end_session_endpoint: 'Where people are sent to sign out',
};

export function ApplicationConnection({ application }: { readonly application: Application }) {
  const answer = useAnswer('readConnection', { path: { id: application.id } });
  return (
    <Section
      title={`Type this into ${application.client_name}`}
      sentence="Most programs ask for the issuer, the client id and the secret, and find the rest by themselves."
    >
      <Loaded answer={answer}>
        {({ value }) => (
          <>
            <Facts
              facts={[
                copied('Issuer, or provider URL', 'issuer', value.issuer),
                copied('Client id', 'client_id', value.client_id),
                ...(value.needs_secret
                  ? [
                      {
                        what: 'Secret',
                        wire: 'client_secret',
                        value: 'Shown once when it was made. Make a new one below.',
                      },
                    ]
                  : [{ what: 'Secret', wire: 'client_secret', value: 'None: it proves itself by PKCE alone.' }]),
                copied('Scopes', 'scope', value.scope),
              ]}
            />
            <details className={css['more']}>
              <summary>If it asks for every address</summary>
              <Facts
                facts={[
                  ...(value.discovery === null
                    ? []
                    : [copied('The whole discovery address', 'discovery', value.discovery)]),
                  ...value.endpoints.map(({ name, url }) => copied(PURPOSE[name] ?? name, name, url)),
                ]}
              />
            </details>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function copied(what: string, wire: string, text: string): Fact {
  return { what, wire, value: <Copyable text={text} what={what} /> };
}
