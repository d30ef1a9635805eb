/** Adds an application and shows its secret, once. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import type { Application } from './application-answer.ts';
import { ApplicationSecretDialog } from './application-secret-dialog.tsx';
import { NEW_APPLICATION, NEW_APPLICATION_FIELDS } from './application-fields.ts';
import { LegacyNote } from './legacy-note.tsx';

type Made = Pick<Application, 'id' | 'client_id' | 'client_name'> & { readonly client_secret: string };

export default function NewApplication() {
  const send = useSend();
  const [, navigate] = useLocation();
  const [made, setMade] = useState<Made>();
  const { title, sentence } = screenAt('/applications/new');
  const close = () => {
    const id = made?.id ?? '';
    setMade(undefined);
    navigate(`/applications/${id}`);
  };
  return (
    <>
      <ScreenHead title={title} sentence={sentence} up={{ href: '/applications', title: 'Applications' }} />
      <Section title="What it is">
        <NewForm
          rows={NEW_APPLICATION_FIELDS}
          schema={OPERATIONS.createApplication.body}
          start={NEW_APPLICATION}
          verb="Add the application"
          preview={({ grant_types, response_types }) => (
            <LegacyNote grant_types={grant_types} response_types={response_types} />
          )}
          make={async (body) => {
            const { value } = await send('createApplication', { body });
            const { client_secret } = value;
            if (client_secret !== undefined) return () => setMade({ ...value, client_secret });
            return () => {
              notify(`Added ${value.client_name}.`);
              navigate(`/applications/${value.id}`);
            };
          }}
        />
      </Section>
      <ApplicationSecretDialog made={made && { ...made, title: `${made.client_name} is added` }} onClose={close} />
    </>
  );
}
