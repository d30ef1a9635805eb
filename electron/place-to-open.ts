/** Which address the window opens once the server runs. */
import type { Ready } from '../server/contract/ready.ts';
import { isOnOrigin } from './navigation.ts';
import type { SignInAnswer } from './server-run.ts';

export interface Opening {
  readonly ready: Ready;
  readonly answer: SignInAnswer;
  /** The window has been in the panel since this server started, so its one-time address for a first admin is spent. */
  readonly seenPanel: boolean;
}

/** Undefined where the panel is off. A one-time address that leads away from the panel's origin counts as refused. */
export function placeToOpen({ ready, answer, seenPanel }: Opening): string | undefined {
  if (ready.panel === null) return undefined;
  if ('url' in answer && isOnOrigin(answer.url, ready.panel)) return answer.url;
  if (ready.setup !== null && !seenPanel && isOnOrigin(ready.setup, ready.panel)) return ready.setup;
  return ready.panel;
}
