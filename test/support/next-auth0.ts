/** @auth0/nextjs-auth0's server part as far as tests use it. Its own types need a whole Next.js application around them. */

interface NextAuth0 {
  readonly Auth0Client: new (
    options: Readonly<Record<string, string | boolean>>,
  ) => {
    middleware(request: Request): Promise<Response>;
    getAccessToken(
      request: Request,
      response: Response,
      options: { readonly refresh: boolean },
    ): Promise<{ readonly token: string }>;
  };
  readonly NextRequest: new (request: Request) => Request;
  readonly NextResponse: new () => Response;
}

export async function loadNextAuth0(): Promise<NextAuth0> {
  const { Auth0Client } = (await load('@auth0/nextjs-auth0/server')) as Pick<NextAuth0, 'Auth0Client'>;
  const { NextRequest, NextResponse } = (await load('next/server.js')) as Omit<NextAuth0, 'Auth0Client'>;
  return { Auth0Client, NextRequest, NextResponse };
}

function load(name: string): Promise<unknown> {
  return import(name);
}
