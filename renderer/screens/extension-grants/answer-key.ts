/** The key that a service of the office signs its answers with, as it is shown once. */
import type { Secret } from '../../components/secret-dialog.tsx';

export function answerKeyOf(name: string, answer_key: string): Secret {
  return {
    title: `The key for the answers of ${name}`,
    lines: [{ what: 'Private key (ES256, PEM)', wire: 'answer_key', text: answer_key }],
  };
}
