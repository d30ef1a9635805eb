/** How people sign in: what the page asks for, and what does in the place of a password. */
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useSend } from '../../api/use-send.ts';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { SIGN_IN_FIELDS } from './sign-in-fields.ts';

export function SignInWays({ loaded }: { readonly loaded: Answer<Answered<'readSettings'>> }) {
  const { client } = usePanel();
  const send = useSend();
  return (
    <Section
      title="How people sign in"
      sentence="What the sign-in page asks for. This panel always asks for the password."
    >
      <ChangeForm
        rows={SIGN_IN_FIELDS}
        schema={OPERATIONS.changeSettings.body}
        loaded={loaded}
        read={() => client.call('readSettings', {})}
        save={(body, ifMatch) => send('changeSettings', { body, ifMatch })}
        saved="Saved how people sign in."
      />
    </Section>
  );
}
