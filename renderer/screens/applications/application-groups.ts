/** Under which heading each of an application's further fields stands. One that no heading names comes at the end. */
import type { FieldRow } from '../../forms/field.ts';
import { FORM_FIELDS } from './application-form-fields.ts';
import { PROOF_FIELDS } from './application-proof-fields.ts';
import { SIGNING_FIELDS } from './application-signing-fields.ts';

const HEADINGS: readonly { readonly heading: string; readonly fields: readonly string[] }[] = [
  {
    heading: 'Signing in and out',
    fields: [
      'client_id',
      'require_pkce',
      'consent',
      'default_max_age',
      'post_logout_redirect_uris',
      'backchannel_logout_uri',
      'frontchannel_logout_uri',
      'frontchannel_logout_session_required',
      'web_origins',
      'initiate_login_uri',
      'require_pushed_authorization_requests',
      ...FORM_FIELDS.map(({ name }) => name),
    ],
  },
  {
    heading: 'How it proves itself',
    fields: PROOF_FIELDS.map(({ name }) => name),
  },
  {
    heading: 'What it gets',
    fields: [
      'grant_types',
      'response_types',
      'audience',
      'access_token_format',
      'dpop_bound_access_tokens',
      'token_exchange_from',
      'token_exchange_audience',
      'token_exchange_impersonation',
      'access_token_lifetime_s',
      'id_token_lifetime_s',
      'refresh_token_lifetime_s',
      'refresh_token_idle_lifetime_s',
      'id_token_signed_response_alg',
      'access_token_signed_response_alg',
      'subject_type',
      'sector_identifier_uri',
    ],
  },
  {
    heading: 'Signing and encrypting',
    fields: SIGNING_FIELDS.map(({ name }) => name),
  },
  { heading: 'What people see', fields: ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri'] },
];
const OTHERS = 'Other';

/** The same rows, each with its heading, in the order of the headings; under one heading as they stood. */
export function underHeadings(rows: readonly FieldRow[]): readonly FieldRow[] {
  const headed = rows.map((row) => ({ ...row, heading: headingOf(row.name) }));
  const order = [...HEADINGS.map(({ heading }) => heading), OTHERS];
  return order.flatMap((heading) => headed.filter((row) => row.heading === heading));
}

function headingOf(name: string): string {
  return HEADINGS.find(({ fields }) => fields.includes(name))?.heading ?? OTHERS;
}
