/** How an application proves itself, and what each way needs: its keys, or what its certificate says. */
import type { FieldRow } from '../../forms/field.ts';
import { ASSERTION_ALGORITHMS, PROOFS } from './application-choices.ts';

const proofIs = (...is: readonly string[]) => ({ name: 'token_endpoint_auth_method', is });
const BY_AUTHORITY = proofIs('tls_client_auth');
const BY_SIGNING = proofIs('private_key_jwt', 'client_secret_jwt');

export const PROOF_FIELDS: readonly FieldRow[] = [
  {
    name: 'token_endpoint_auth_method',
    label: 'How it proves itself',
    kind: 'choice',
    more: true,
    choices: PROOFS,
  },
  {
    name: 'jwks_uri',
    label: 'Address of its public keys',
    kind: 'mono',
    more: true,
    removable: true,
    hint: 'A JWK Set, for applications that sign with their own key.',
  },
  {
    name: 'jwks',
    label: 'Its public keys',
    kind: 'json',
    more: true,
    removable: true,
    hint: 'The JWK Set itself, where it stands at no address. Never a private key.',
    placeholder: '{ "keys": [ … ] }',
  },
  {
    name: 'token_endpoint_auth_signing_alg',
    label: 'It proves itself with',
    kind: 'choice',
    more: true,
    onlyWhere: BY_SIGNING,
    removable: true,
    choices: ASSERTION_ALGORITHMS,
    hint: 'Only where it proves itself by signing.',
  },
  {
    name: 'tls_client_auth_subject_dn',
    label: 'Subject of its certificate',
    kind: 'mono',
    more: true,
    onlyWhere: BY_AUTHORITY,
    removable: true,
    hint: 'For a certificate of your authority: its whole subject, or one of the four names below.',
    placeholder: 'CN=grafana,O=Example Office',
  },
  {
    name: 'tls_client_auth_san_dns',
    label: 'DNS name in its certificate',
    kind: 'mono',
    more: true,
    onlyWhere: BY_AUTHORITY,
    removable: true,
  },
  {
    name: 'tls_client_auth_san_uri',
    label: 'URI in its certificate',
    kind: 'mono',
    more: true,
    onlyWhere: BY_AUTHORITY,
    removable: true,
  },
  {
    name: 'tls_client_auth_san_ip',
    label: 'IP address in its certificate',
    kind: 'mono',
    more: true,
    onlyWhere: BY_AUTHORITY,
    removable: true,
  },
  {
    name: 'tls_client_auth_san_email',
    label: 'E-mail address in its certificate',
    kind: 'mono',
    more: true,
    onlyWhere: BY_AUTHORITY,
    removable: true,
  },
  {
    name: 'tls_client_certificate_bound_access_tokens',
    label: 'Tokens work with its certificate only',
    kind: 'flag',
    more: true,
    hint: 'A stolen token is worth nothing then. The application has to ask at the port that --mtls-port opens.',
    standard: 'off.',
  },
];
