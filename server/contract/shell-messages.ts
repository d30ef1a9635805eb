/**
 * What the desktop shell and the server that it started say to each other: over the parent port of Electron's utility
 * process (`process.parentPort`, where a message lies in `event.data`), and over `process.send` and `message` for a
 * server that Node's `fork` started. The ready line is not among them; it stays on standard output.
 */

/** From the shell to the server. */
export type ToServer =
  /** Asks for an address that signs the desktop's owner in. `id` comes back with the answer. */
  | { readonly kind: 'owner-sign-in'; readonly id: string }
  /** Does what SIGTERM does. */
  | { readonly kind: 'stop' };

/** From the server to the shell. */
export type ToShell = OwnerSignIn;

export type OwnerSignIn =
  /** `url` is on the panel's origin and works once. */
  | { readonly kind: 'owner-sign-in'; readonly id: string; readonly url: string }
  /** `refused` says why not, in words for the log. */
  | { readonly kind: 'owner-sign-in'; readonly id: string; readonly refused: string };

/** Undefined for anything else than a message of the shell's. */
export function parseToServer(said: unknown): ToServer | undefined {
  if (typeof said !== 'object' || said === null || !('kind' in said)) return undefined;
  if (said.kind === 'stop') return { kind: 'stop' };
  if (said.kind !== 'owner-sign-in' || !('id' in said) || typeof said.id !== 'string') return undefined;
  return { kind: 'owner-sign-in', id: said.id };
}

/** Undefined for anything else than a message of the server's, and for one that both answers and refuses. */
export function parseToShell(said: unknown): ToShell | undefined {
  if (typeof said !== 'object' || said === null || !('kind' in said) || said.kind !== 'owner-sign-in') return undefined;
  if (!('id' in said) || typeof said.id !== 'string') return undefined;
  const { id } = said;
  const url = 'url' in said ? said.url : undefined;
  const refused = 'refused' in said ? said.refused : undefined;
  if (typeof url === 'string' && refused === undefined) return { kind: 'owner-sign-in', id, url };
  if (typeof refused === 'string' && url === undefined) return { kind: 'owner-sign-in', id, refused };
  return undefined;
}
