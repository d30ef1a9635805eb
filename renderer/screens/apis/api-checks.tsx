/** What the developer of an API needs: how it finds out what a token is worth. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/section.tsx';
import { ownAddresses } from '../../words/own-addresses.ts';

type Api = Pick<Answered<'readApi'>, 'audience' | 'name' | 'access_token_format'>;

export function ApiChecks({ api }: { readonly api: Api }) {
  const answer = useAnswer('readStatus', {});
  return (
    <Section
      title="How an API checks a token"
      sentence={`Type this into ${api.name}. It takes a token only if its audience (aud) is the one above, and its scope has what the call needs.`}
    >
      <Loaded answer={answer}>{({ value: { issuer } }) => <Facts facts={factsFor(issuer, api)} />}</Loaded>
    </Section>
  );
}

function factsFor(issuer: string, { audience, access_token_format: format }: Api) {
  const { jwks_uri, introspection_endpoint } = ownAddresses(issuer);
  return [
    copied('Issuer', 'issuer', issuer),
    copied('Audience', 'aud', audience),
    // Where the API says nothing, each application's tokens have the form that it has.
    ...(format === 'jwt'
      ? []
      : [
          copied('Where it asks about a token', 'introspection_endpoint', introspection_endpoint),
          {
            what: 'It asks as',
            value:
              'an application of its own: add one for it that “acts for itself”, and type in that one’s client id and secret.',
          },
        ]),
    ...(format === 'opaque' ? [] : [copied('The keys of tokens that are JWTs', 'jwks_uri', jwks_uri)]),
    {
      what: 'Who gets tokens for it',
      value: 'Applications that have it among their APIs and its scopes among their scopes: both are needed.',
    },
  ];
}

function copied(what: string, wire: string, text: string) {
  return { what, wire, value: <Copyable text={text} what={what} /> };
}
