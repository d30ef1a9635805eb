/**
 * Which questions a program of the office's own asks in the place of our pages, and where. Pure. Rights over the office are
 * never asked for there, and single acts with particulars (RFC 9396) not either: that program would not show them.
 */
import { ADMIN_SCOPE } from '../../directory/scopes.ts';
import type { InteractionName } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { PendingRequest, Session } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';

/** By the interaction that it stands for: the program's page, and what its challenge is called. */
export type Elsewhere = Partial<Record<InteractionName, Asked>>;

export interface Asked {
  readonly kind: 'login' | 'consent';
  readonly url: string;
}

export function elsewhereFor(
  { scope, authorization_details, device }: Pick<PendingRequest, 'scope' | 'authorization_details' | 'device'>,
  { dialect }: Pick<Application, 'dialect'>,
  { settings, traits }: Pick<Context, 'settings' | 'traits'>,
): Elsewhere {
  if (traits[dialect]?.hands_over !== true || scope.includes(ADMIN_SCOPE)) return {};
  const { login_url, consent_url } = settings;
  const consent = { kind: 'consent', url: consent_url } as const;
  const asked = consent_url === '' || authorization_details !== undefined ? undefined : consent;
  return {
    ...(login_url === '' ? {} : { login: { kind: 'login', url: login_url } }),
    // With the code of a device it is one question.
    ...(asked === undefined ? {} : device === undefined ? { consent: asked } : { device: asked }),
  };
}

/** How far somebody has come with a request. */
export interface Progress {
  readonly done: readonly InteractionName[];
  /** What the program has answered, whether or not it asked. */
  readonly passed: readonly InteractionName[];
}

export const NOTHING_DONE: Progress = { done: [], passed: [] };

/** What was done counts only for the person who did it. */
export function progressOf(
  { session_id, done, passed = [] }: { readonly session_id?: string } & Partial<Progress> & Pick<Progress, 'done'>,
  session: Session | undefined,
): Progress {
  return session_id === undefined || session_id === session?.id ? { done, passed } : NOTHING_DONE;
}

/** Whether the session belongs to this very request, also where no further one may rely on it. */
export function madeIt({ done, passed }: Progress): boolean {
  return done.includes('login') || passed.includes('login');
}
