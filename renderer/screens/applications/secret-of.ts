/** What is shown once of an application's new secret, with all else that is typed into the other program. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import type { Secret } from '../../components/secret-dialog.tsx';

interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
  /** Programs of other dialects ask for addresses of their own, which the application's screen has. */
  readonly dialect: Answered<'readApplication'>['dialect'];
}

export type SecretOf = (title: string, credentials: Credentials) => Secret;

export function useSecretOf(): SecretOf {
  const issuer = useAnswer('readStatus', {}).data?.value.issuer;
  return (title, { client_id, client_secret, dialect }) => ({
    title,
    lines: [
      ...(issuer === undefined || dialect !== 'native'
        ? []
        : [{ what: 'Issuer, or provider URL', wire: 'issuer', text: issuer, lasting: true } as const]),
      { what: 'Client id', wire: 'client_id', text: client_id },
      { what: 'Secret', wire: 'client_secret', text: client_secret },
    ],
  });
}
