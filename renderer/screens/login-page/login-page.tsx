/** The sign-in page of the office's own: its form with a preview, and the ways back. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { screenAt } from '../../screens.ts';
import { LOGIN_PAGE_FIELDS } from './login-page-fields.ts';
import { LoginPagePreview } from './login-page-preview.tsx';

export default function LoginPage() {
  const answer = useAnswer('readLoginPage', {});
  const { title, sentence } = screenAt('/login-page');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <Loaded answer={answer}>{(loaded) => <OwnPage loaded={loaded} />}</Loaded>
    </>
  );
}

function OwnPage({ loaded }: { readonly loaded: Answer<Answered<'readLoginPage'>> }) {
  const { client } = usePanel();
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();
  const back = (operation: 'undoLoginPage' | 'resetLoginPage', done: string) => async () => {
    await send(operation, { ifMatch: loaded.etag });
    notify(done);
  };
  const undo: Loss = {
    title: 'Put back the page as it was before?',
    what: <p>What was saved last is taken back. Doing this once more brings it back.</p>,
    verb: 'Put it back',
    keep: 'Leave it as it is',
    act: back('undoLoginPage', 'The sign-in page is as it was before.'),
  };
  const reset: Loss = {
    title: 'Put back Lanyard’s own page?',
    what: <p>Texts, logo and colours of your own are taken off every page. This can be undone once.</p>,
    verb: 'Put back Lanyard’s own',
    keep: 'Leave it as it is',
    act: back('resetLoginPage', 'The sign-in page is as Lanyard has it.'),
  };
  const { undoable } = loaded.value;
  const own = LOGIN_PAGE_FIELDS.some(({ name }) => typeof Reflect.get(loaded.value, name) === 'string');
  const ways = (
    <>
      {undoable && <Button onClick={() => setLoss(undo)}>Undo the last change</Button>}
      {own && <Button onClick={() => setLoss(reset)}>Back to Lanyard’s own</Button>}
    </>
  );
  return (
    <Section
      title="Words, logo and colours"
      sentence="The name of the application and the fields to sign in with always stay on the page."
      actions={ways}
    >
      <ChangeForm
        rows={LOGIN_PAGE_FIELDS}
        schema={OPERATIONS.changeLoginPage.body}
        loaded={loaded}
        read={() => client.call('readLoginPage', {})}
        save={(body, ifMatch) => send('changeLoginPage', { body, ifMatch })}
        saved="Saved the sign-in page."
        preview={(values) => <LoginPagePreview values={values} />}
      />
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}
