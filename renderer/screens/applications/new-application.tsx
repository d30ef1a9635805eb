/** Adds an application and shows its secret, once. */
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { applicationPathName } from '../../../server/spec/application-path-name.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import type { FieldValues } from '../../forms/field.ts';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import type { Application } from './application-answer.ts';
import { ApplicationSecretDialog } from './application-secret-dialog.tsx';
import { NEW_APPLICATION_FIELDS } from './application-fields.ts';
import { LegacyNote } from './legacy-note.tsx';
import { NEW_APPLICATION, startFor } from './new-application-start.ts';

type Made = Pick<Application, 'id' | 'client_id' | 'client_name'> & { readonly client_secret: string };

export default function NewApplication() {
  const known = useAnswer('readDialects', {});
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
        <Loaded answer={known}>
          {({ value: { dialects } }) => <ApplicationForm dialects={dialects} onMade={setMade} />}
        </Loaded>
      </Section>
      <ApplicationSecretDialog made={made && { ...made, title: `${made.client_name} is added` }} onClose={close} />
    </>
  );
}

interface ApplicationFormProps {
  readonly dialects: Answered<'readDialects'>['dialects'];
  /** Told of one that has a secret to show. */
  readonly onMade: (made: Made) => void;
}

function ApplicationForm({ dialects, onMade }: ApplicationFormProps) {
  const send = useSend();
  const [, navigate] = useLocation();
  const taken = useSlugsTaken();
  const start = useCallback((values: FieldValues) => startFor(dialects, values, taken), [dialects, taken]);
  return (
    <NewForm
      rows={NEW_APPLICATION_FIELDS}
      schema={OPERATIONS.createApplication.body}
      start={NEW_APPLICATION}
      startFor={start}
      verb="Add the application"
      preview={({ grant_types, response_types }) => (
        <LegacyNote grant_types={grant_types} response_types={response_types} />
      )}
      make={async (body) => {
        const { value } = await send('createApplication', { body });
        const { client_secret } = value;
        if (client_secret !== undefined) return () => onMade({ ...value, client_secret });
        return () => {
          notify(`Added ${value.client_name}.`);
          navigate(`/applications/${value.id}`);
        };
      }}
    />
  );
}

/** Enough that a proposal is seldom refused; the server has the last word. */
const MOST = '200';

/** What applications for authentik go by in addresses. */
function useSlugsTaken(): ReadonlySet<string> {
  const { data } = useAnswer('listApplications', { query: { dialect: 'authentik', limit: MOST } });
  return useMemo(() => new Set(data?.value.items.map(applicationPathName)), [data]);
}
