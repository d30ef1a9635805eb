/** What the fields of an application can be set to, out of the values that the server takes, in the words of an admin. */
import { applicationSchema, GRANT_TYPES } from '../../../server/contract/configuration-application.ts';
import {
  DEVICE_CODE_GRANT,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
  RESPONSE_TYPE_NAMES,
  TOKEN_EXCHANGE_GRANT,
} from '../../../server/spec/vocabulary.ts';
import { type ChoiceWords, choicesOf } from '../../forms/choices.ts';
import type { Choice } from '../../forms/field.ts';

const field = applicationSchema.shape;

type Dialect = (typeof dialects)[number];
const dialects = field.dialect.unwrap().options;
export const DIALECT_WORDS: Readonly<Record<Dialect, ChoiceWords>> = {
  native: { label: 'OpenID Connect', hint: 'Any standard provider. Right for most.' },
  authentik: {
    label: 'authentik',
    hint: 'It asks for authentik’s addresses, for an application slug, or for an issuer that ends with one.',
  },
  gitea: {
    label: 'Gitea',
    hint: 'It asks for the address of your Gitea. For sign-in only: a CI or whatever else works with repositories still needs the real one.',
  },
  forgejo: {
    label: 'Forgejo',
    hint: 'It asks for the address of your Forgejo. For sign-in only: a CI or whatever else works with repositories still needs the real one.',
  },
  github: { label: 'GitHub', hint: 'It only knows how to sign in with GitHub, at an address that can be changed.' },
  auth0: { label: 'Auth0', hint: 'It asks for an Auth0 domain. It needs TLS: start Lanyard with https first.' },
  ory: { label: 'Ory', hint: 'It asks for the address of Ory Hydra, or of a project of Ory Network.' },
};
export const DIALECTS: readonly Choice[] = choicesOf(dialects, DIALECT_WORDS);

export const PROOFS: readonly Choice[] = choicesOf(field.token_endpoint_auth_method.unwrap().options, {
  client_secret_basic: {
    label: 'With a secret, in the header',
    hint: 'The default. The body is accepted too, but not from applications for Ory.',
  },
  client_secret_post: {
    label: 'With a secret, in the body',
    hint: 'The header is accepted too, but not from applications for Ory.',
  },
  client_secret_jwt: {
    label: 'By signing with a secret',
    hint: 'The secret never travels. It is kept sealed, and made anew when this changes.',
  },
  private_key_jwt: { label: 'By signing with its own key', hint: 'It needs its public keys, or their address, below.' },
  tls_client_auth: {
    label: 'By a certificate of your authority',
    hint: 'It needs the name in the certificate, below, the authority in the settings, and the port that --mtls-port opens.',
  },
  self_signed_tls_client_auth: {
    label: 'By a certificate of its own making',
    hint: 'It needs its keys with the certificate (x5c), below, and the port that --mtls-port opens.',
  },
  none: {
    label: 'Not at all',
    hint: 'For programs that can’t keep a secret: in a browser, on a telephone, on a screen. PKCE protects a sign-in in the browser.',
  },
});

export const CONSENTS: readonly Choice[] = choicesOf(field.consent.unwrap().options, {
  remember: { label: 'Once', hint: 'The default. Asked again when it wants more.' },
  always: { label: 'Each time' },
  skip: { label: 'Never', hint: 'Only for the office’s own applications.' },
});

export const WAYS: readonly Choice[] = choicesOf(GRANT_TYPES, {
  authorization_code: { label: 'People sign in', hint: 'The way for nearly every application.' },
  refresh_token: {
    label: 'It stays signed in',
    hint: 'It renews its tokens by itself, without asking the person each hour. It also needs offline_access among its scopes, and has to ask for it.',
  },
  client_credentials: {
    label: 'It acts for itself',
    hint: 'It gets tokens with its own secret, without any person. For programs that talk to an API at night.',
  },
  [JWT_BEARER_GRANT]: {
    label: 'Another server vouches for people',
    hint: 'It brings a signed statement of a server that you trust, instead of a sign-in here.',
  },
  password: {
    label: 'It asks people for their password',
    hint: 'Only for old applications with a sign-in of their own: they see the password. The settings must allow it too.',
  },
  [MAIL_CODE_GRANT]: {
    label: 'It takes codes from people’s mail',
    hint: 'For applications written for Auth0’s passwordless sign-in: they ask for the e-mail address and then for the code. The settings must allow sign-in by mail, too.',
  },
  implicit: {
    label: 'Tokens by way of the browser',
    hint: 'Only for old applications that know no other way; the settings must allow it too.',
  },
  [DEVICE_CODE_GRANT]: {
    label: 'Devices sign people in',
    hint: 'For screens and programs without a browser: they show a code, and the person types it elsewhere.',
  },
  [TOKEN_EXCHANGE_GRANT]: {
    label: 'It passes requests on for people',
    hint: 'For a service between an application and an API: it exchanges the token it was sent for a smaller one of its own. It also has to act for itself (above): with the token that it gets so, the actor_token, it says who acts.',
  },
});

export const RESPONSES: readonly Choice[] = choicesOf(RESPONSE_TYPE_NAMES, {
  code: { label: 'A code', hint: 'The default, and right for nearly every application.' },
  id_token: { label: 'An ID token' },
  'id_token token': { label: 'An ID token and an access token' },
  'code id_token': { label: 'A code and an ID token' },
  'code token': { label: 'A code and an access token' },
  'code id_token token': { label: 'A code and both tokens' },
});

export const TOKEN_FORMATS: readonly Choice[] = choicesOf(field.access_token_format.unwrap().options, {
  opaque: { label: 'Opaque', hint: 'The default. Ending them works at once.' },
  jwt: { label: 'JWT', hint: 'APIs can read them without asking; they live until they expire.' },
});

/** The first stands for nothing being set. */
export const ALGORITHMS: readonly Choice[] = [
  { value: '', label: 'As usual', hint: 'The default: RS256, which every application understands.' },
  ...choicesOf(field.id_token_signed_response_alg.unwrap().options, {
    RS256: { label: 'RS256', hint: 'RSA. The longest signatures, and understood everywhere.' },
    ES256: { label: 'ES256', hint: 'Elliptic curve P-256. Short signatures; most of today’s programs understand it.' },
    EdDSA: { label: 'EdDSA', hint: 'Ed25519. Short and quick; only set it where the program’s manual names it.' },
  }),
];

/** The first stands for nothing being set. */
export const ENCRYPTIONS: readonly Choice[] = [
  { value: '', label: 'Nothing', hint: 'The default: signed and sent over https.' },
  ...choicesOf(field.id_token_encrypted_response_alg.unwrap().options, {
    'RSA-OAEP-256': { label: 'RSA-OAEP-256', hint: 'To an RSA key that the application publishes.' },
    'ECDH-ES': { label: 'ECDH-ES', hint: 'To an elliptic-curve key that the application publishes.' },
  }),
];

const NOTHING_SET = (label: string): Choice => ({ value: '', label });
const plain = <T extends string>(names: readonly T[]): readonly Choice[] =>
  names.map((value) => ({ value, label: value }));

export const ASSERTION_ALGORITHMS: readonly Choice[] = [
  NOTHING_SET('Any that fits'),
  ...plain(field.token_endpoint_auth_signing_alg.unwrap().options),
];
export const USERINFO_ALGORITHMS: readonly Choice[] = [
  { value: '', label: 'Nothing: plain JSON', hint: 'The default, and what nearly every application reads.' },
  ...plain(field.userinfo_signed_response_alg.unwrap().options),
];
export const REQUEST_ALGORITHMS: readonly Choice[] = [
  NOTHING_SET('Any of these'),
  ...plain(field.request_object_signing_alg.unwrap().options),
];
export const SUBJECTS: readonly Choice[] = [
  { value: '', label: 'As usual', hint: 'The default: the same name as at every application.' },
  ...choicesOf(field.subject_type.unwrap().options, {
    public: { label: 'The same name as everywhere' },
    pairwise: { label: 'A name for it alone', hint: 'Applications can’t compare whom they know.' },
  }),
];
