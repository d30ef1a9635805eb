/** What of an application's sign-ins a list shows: those that have ended, or those that are alive. */

const ENDED = { ended: 'true' } as const;
const ALIVE = {} as const;

export function onlyEnded(ended: boolean): { readonly ended?: 'true' } {
  return ended ? ENDED : ALIVE;
}
