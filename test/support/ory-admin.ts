/** What tests of Ory's admin API share: how it refuses, and a client's own tokens. */

/** What was refused, as axios throws it. */
export async function refused(call: Promise<unknown>): Promise<{ readonly status: number; readonly data: unknown }> {
  try {
    await call;
  } catch (thrown) {
    const { response } = thrown as { readonly response?: { readonly status: number; readonly data: unknown } };
    if (response !== undefined) return { status: response.status, data: response.data };
    throw thrown;
  }
  throw new Error('it was answered');
}

/** Status, error and description. */
export const because = async (call: Promise<unknown>) => {
  const { status, data } = await refused(call);
  return [status, (data as { error: string }).error, (data as { error_description: string }).error_description];
};

const inTheHeader = (client_id: string, client_secret: string) => ({
  headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
});

/** The client's own tokens, by its secret. */
export async function ownTokens(
  origin: string,
  client_id: string,
  client_secret: string,
  fields: Record<string, string> = {},
) {
  const answer = await fetch(`${origin}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
    ...inTheHeader(client_id, client_secret),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}
