/**
 * Registered names of client metadata that Lanyard does not act on, by what their value must look like. They are not kept;
 * but a value of the wrong type is a fault of whoever sent it, and is said so. A name that has a row in client-metadata.ts is
 * judged there. IANA OAuth Dynamic Client Registration Metadata
 */
type Shape = 'text' | 'texts' | 'flag';

const SHAPES: Readonly<Record<string, Shape>> = {
  software_id: 'text',
  software_version: 'text',
  software_statement: 'text',
  require_auth_time: 'flag',
  default_acr_values: 'texts',
  authorization_details_types: 'texts',
  backchannel_token_delivery_mode: 'text',
  backchannel_client_notification_endpoint: 'text',
  backchannel_authentication_request_signing_alg: 'text',
  backchannel_user_code_parameter: 'flag',
  client_registration_types: 'texts',
  organization_name: 'text',
  signed_jwks_uri: 'text',
};

/** The names alone. */
export const IGNORED_METADATA: readonly string[] = Object.keys(SHAPES);

const MOST_CHARACTERS = 20_000;

/** The first name whose value has the wrong type, with the end of a sentence about it; undefined for none. RFC 7591 §3.2.2 */
export function findMistyped(
  body: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly reason: string } | undefined {
  for (const [name, shape] of Object.entries(SHAPES)) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value === undefined || value === null || CHECKS[shape].fits(value)) continue;
    return { name, reason: CHECKS[shape].reason };
  }
  return undefined;
}

interface ShapeCheck {
  readonly reason: string;
  fits(value: unknown): boolean;
}

const CHECKS: Readonly<Record<Shape, ShapeCheck>> = {
  text: { reason: 'must be a string', fits: isText },
  texts: { reason: 'must be a list of strings', fits: (value) => Array.isArray(value) && value.every(isText) },
  flag: { reason: 'must be true or false', fits: (value) => typeof value === 'boolean' },
};

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS;
}
