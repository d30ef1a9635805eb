/** A running application finds nothing any more where its addresses have changed, and nobody would know why: says so first. */
import type { Loss } from '../../components/loss-dialog.tsx';
import type { AddressChange } from './address-change.ts';
import type { Application } from './application-answer.ts';
import { DIALECT_WORDS } from './application-choices.ts';

export function addressLoss(
  { client_name }: Application,
  change: AddressChange | undefined,
): Omit<Loss, 'act'> | undefined {
  if (change === undefined) return undefined;
  const keep = 'Leave it as it is';
  if (change.kind === 'product') {
    return {
      title: `Change what ${client_name} is written for?`,
      verb: 'Change it',
      keep,
      what: (
        <p>
          Its addresses become those of {DIALECT_WORDS[change.dialect].label}, and it may take people whom it knows for
          new ones. Type what then stands under “Type this into {client_name}” into it; until then nobody can sign in to
          it.
        </p>
      ),
    };
  }
  return {
    title: `Change the issuer of ${client_name}?`,
    verb: 'Change the issuer',
    keep,
    what: (
      <p>
        Its issuer and its other addresses have <code>{change.after}</code> in the place of <code>{change.before}</code>{' '}
        from now on; at the old ones there is nothing any more. Type the new ones, which then stand under “Type this
        into {client_name}”, into it; until then nobody can sign in to it.
      </p>
    ),
  };
}
