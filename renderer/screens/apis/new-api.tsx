/** Adds an API. */
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import { NEW_API_FIELDS } from './api-fields.ts';

export default function NewApi() {
  const send = useSend();
  const [, navigate] = useLocation();
  const { title, sentence } = screenAt('/apis/new');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} up={{ href: '/apis', title: 'APIs and scopes' }} />
      <Section title="What it is">
        <NewForm
          rows={NEW_API_FIELDS}
          schema={OPERATIONS.createApi.body}
          verb="Add the API"
          make={async (body) => {
            const { value } = await send('createApi', { body });
            return () => {
              notify(`Added ${value.name}.`);
              navigate('/apis');
            };
          }}
        />
      </Section>
    </>
  );
}
