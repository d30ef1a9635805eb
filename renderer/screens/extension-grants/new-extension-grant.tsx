/** Adds a grant of the office's own, and shows the key of its answers. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { type Secret, SecretDialog } from '../../components/secret-dialog.tsx';
import { Section } from '../../components/section.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import { answerKeyOf } from './answer-key.ts';
import { NEW_EXTENSION_GRANT_FIELDS } from './extension-grant-fields.ts';

export default function NewExtensionGrant() {
  const send = useSend();
  const [, navigate] = useLocation();
  const [made, setMade] = useState<{ readonly id: string; readonly secret: Secret }>();
  const { title, sentence } = screenAt('/extension-grants/new');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} up={{ href: '/extension-grants', title: 'Grants of your own' }} />
      <Section title="What it is">
        <NewForm
          rows={NEW_EXTENSION_GRANT_FIELDS}
          schema={OPERATIONS.createExtensionGrant.body}
          verb="Add the grant"
          make={async (body) => {
            const { value } = await send('createExtensionGrant', { body });
            return () => {
              notify(`Added ${value.name}.`);
              if (value.answer_key === undefined) navigate(`/extension-grants/${value.id}`);
              else setMade({ id: value.id, secret: answerKeyOf(value.name, value.answer_key) });
            };
          }}
        />
      </Section>
      <SecretDialog
        secret={made?.secret}
        onClose={() => {
          setMade(undefined);
          if (made !== undefined) navigate(`/extension-grants/${made.id}`);
        }}
      />
    </>
  );
}
