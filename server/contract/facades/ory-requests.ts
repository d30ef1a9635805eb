/**
 * What a sign-in program written for Ory answers about people who were led to it. Members that Ory knows and Lanyard does
 * nothing with may be there.
 */
import { z } from 'zod';

/** In characters of JSON: what programs give along goes into tokens and addresses. */
const LONGEST = 8_000;

const object = z
  .record(z.string(), z.json())
  .refine((given) => JSON.stringify(given).length <= LONGEST, `is longer than ${LONGEST} characters`);

/** Go's and others' clients send null for what they have nothing to say of. */
const given = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

const lasting = {
  remember: given(z.boolean()),
  remember_for: given(z.int().min(0)),
};

/** PUT /admin/oauth2/auth/requests/login/accept */
export const oryLoginAccepted = z.looseObject({
  subject: z.string().min(1),
  ...lasting,
  extend_session_lifespan: given(z.boolean()),
  acr: given(z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable ASCII characters without spaces')),
  amr: given(z.array(z.string().min(1).max(100)).max(20)),
  context: given(object),
  force_subject_identifier: given(z.string()),
});

/** PUT /admin/oauth2/auth/requests/consent/accept */
export const oryConsentAccepted = z.looseObject({
  grant_scope: given(z.array(z.string())),
  grant_access_token_audience: given(z.array(z.string())),
  ...lasting,
  session: given(z.looseObject({ access_token: given(object), id_token: given(object) })),
});

/** PUT …/reject */
export const oryRejected = z.looseObject({
  error: given(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'must be an error code such as access_denied')),
  error_description: given(z.string().max(1_000)),
});

/** PUT /admin/oauth2/auth/requests/device/accept */
export const oryDeviceAccepted = z.looseObject({ user_code: z.string().min(1).max(100) });
