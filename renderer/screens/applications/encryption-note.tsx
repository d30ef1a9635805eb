/** Beside the addresses of an application whose libraries speak https alone, where Lanyard answers by http. */
import { StateWord } from '../../components/state-word.tsx';
import type { Application } from './application-answer.ts';
import css from './application-connection.module.css';

/** Nothing where the address is an https one, or http will do. */
export function EncryptionNote({ dialect, address }: Pick<Application, 'dialect'> & { readonly address: string }) {
  if (dialect !== 'auth0' || address.startsWith('https:')) return null;
  return (
    <p className={css['note']}>
      <StateWord state="attention">
        Auth0’s libraries speak https alone, and these addresses are http. Start Lanyard with a certificate first,{' '}
        <code>--tls files</code>; the README says how.
      </StateWord>
    </p>
  );
}
