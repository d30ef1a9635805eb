/** An application's new secret, with what else to type into the other program. */
import { useAnswer } from '../../api/use-answer.ts';
import { type Secret, SecretDialog } from '../../components/secret-dialog.tsx';
import { type Credentials, secretLines } from './secret-lines.ts';

export type MadeSecret = Credentials & Pick<Secret, 'title' | 'note'> & { readonly id: string };

interface ApplicationSecretDialogProps {
  /** Undefined once it was closed. */
  readonly made: MadeSecret | undefined;
  readonly onClose: () => void;
}

export function ApplicationSecretDialog({ made, onClose }: ApplicationSecretDialogProps) {
  const asked = { path: { id: made?.id ?? '' } };
  const connection = useAnswer('readConnection', asked, { enabled: made !== undefined }).data?.value;
  const secret = made && { title: made.title, note: made.note, lines: secretLines(made, connection?.fields) };
  return <SecretDialog secret={secret} onClose={onClose} />;
}
