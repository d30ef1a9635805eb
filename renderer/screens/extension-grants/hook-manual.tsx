/** What the service of a grant is asked and what it may answer, for whoever writes it. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/section.tsx';
import { ownAddresses } from '../../words/own-addresses.ts';

type Grant = Pick<Answered<'readExtensionGrant'>, 'grant_type' | 'hook_uri'>;

const JTI = 'new-for-each-question';

export function HookManual({ grant }: { readonly grant: Grant }) {
  const answer = useAnswer('readStatus', {});
  return (
    <Section
      title="What the service is asked, and answers"
      sentence="For whoever writes it. Lanyard’s README has a whole service of thirty lines."
    >
      <Loaded answer={answer}>{({ value: { issuer } }) => <Facts facts={factsFor(issuer, grant)} />}</Loaded>
    </Section>
  );
}

function factsFor(issuer: string, { grant_type, hook_uri }: Grant) {
  const question = {
    iss: issuer,
    aud: hook_uri,
    jti: JTI,
    iat: 1_900_000_000,
    exp: 1_900_000_060,
    grant_type,
    client: { client_id: 'door', client_name: 'Door', token_endpoint_auth_method: 'client_secret_basic' },
    parameters: { badge: '4711' },
    scope: 'openid things:read',
    audience: [],
  };
  const reply = { aud: issuer, in_reply_to: JTI };
  const refusal = { ...reply, error: 'invalid_grant', error_description: 'no such badge' };
  const { jwks_uri } = ownAddresses(issuer);
  return [
    {
      what: 'How it is asked',
      value:
        'By a POST of a JWT, application/jwt, that Lanyard has signed by RS256. Its typ is lanyard-grant-request+jwt.',
    },
    { what: 'The key of the question', wire: 'jwks_uri', value: <Copyable text={jwks_uri} what="the key’s address" /> },
    example('A question', question),
    {
      what: 'How it answers',
      value:
        'Within five seconds, with status 200 and application/jwt: a JWT that is signed with the key of its answers, by ES256. Its typ is lanyard-grant-answer+jwt. A refusal is signed too.',
    },
    example('It lets somebody in', { ...reply, subject: { username: 'alice' } }),
    example('It lets the application itself in', { ...reply, subject: 'client' }),
    example('It refuses', refusal),
    {
      what: 'What else may stand there',
      value:
        'sub or email in the place of username; scope, for some of what was offered; claims, for more in the token. Errors are invalid_request, invalid_grant, unauthorized_client, invalid_scope and invalid_target.',
    },
  ];
}

function example(what: string, json: object) {
  return { what, value: <Copyable block text={JSON.stringify(json, null, 2)} what={what} /> };
}
