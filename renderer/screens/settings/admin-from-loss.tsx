/** From where the panel answers can shut out the very person who changes it, or let their password be read: says so first. */
import type { Loss } from '../../components/loss-dialog.tsx';

type AdminFrom = 'loopback' | 'lan';

export interface Standing {
  readonly before: AdminFrom;
  /** Undefined where it is not changed. */
  readonly after: AdminFrom | undefined;
  /** Whether the panel is certainly open on the computer that Lanyard runs on. */
  readonly here: boolean;
  /** Whether what is typed crosses the network encrypted. */
  readonly encrypted: boolean;
}

/** Undefined where nothing is lost. Pure. */
export function adminFromLoss({ before, after, here, encrypted }: Standing): Omit<Loss, 'act'> | undefined {
  if (after === undefined || after === before) return undefined;
  if (after === 'loopback' && !here) return SHUTS_OUT;
  return after === 'lan' && !encrypted ? UNENCRYPTED : undefined;
}

const SHUTS_OUT: Omit<Loss, 'act'> = {
  title: 'Shut yourself out of the panel?',
  verb: 'Answer only there',
  keep: 'Leave it as it is',
  what: (
    <p>
      As soon as this is saved, the panel answers only on the computer that Lanyard runs on. Unless you sit at it, you
      are shut out here, and only somebody at that computer can change it back. People and applications sign in as
      before.
    </p>
  ),
};

const UNENCRYPTED: Omit<Loss, 'act'> = {
  title: 'Open the panel without encryption?',
  verb: 'Open it all the same',
  keep: 'Leave it as it is',
  what: (
    <p>
      Lanyard runs without TLS, so whoever can listen on the network reads the passwords of admins as they sign in, and
      can then change everything. Start Lanyard with TLS first; then open the panel.
    </p>
  ),
};
