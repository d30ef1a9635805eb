/** Beside an address that is to be typed elsewhere: one that leads other computers to themselves is warned of. */
import { isLoopback } from '../../server/spec/loopback.ts';
import css from './loopback-note.module.css';
import { StateWord } from './state-word.tsx';

/** Nothing where other computers can use the address. */
export function LoopbackNote({ address }: { readonly address: string }) {
  const host = new URL(address).hostname;
  if (!isLoopback(host)) return null;
  return (
    <p className={css['note']}>
      <StateWord state="attention">
        Only this computer can use this address: to every other one, {host} is itself. Before you connect a program that
        runs or is opened elsewhere, start Lanyard with <code>--host 0.0.0.0</code> and an <code>--issuer</code> that
        all of them can reach; the README says how.
      </StateWord>
    </p>
  );
}
