/** What is shown once of an application's new secret. */
import type { Secret } from '../../components/secret-dialog.tsx';

interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

export function secretOf(title: string, { client_id, client_secret }: Credentials): Secret {
  return {
    title,
    lines: [
      { what: 'Client id', wire: 'client_id', text: client_id },
      { what: 'Secret', wire: 'client_secret', text: client_secret },
    ],
  };
}
