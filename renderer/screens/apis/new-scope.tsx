/** Adds a scope of the office's own. */
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import { NEW_SCOPE_FIELDS } from './api-fields.ts';
import { ScopePreview } from './scope-preview.tsx';

export default function NewScope() {
  const send = useSend();
  const [, navigate] = useLocation();
  const { title, sentence } = screenAt('/scopes/new');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} up={{ href: '/apis', title: 'APIs and scopes' }} />
      <Section title="What it is">
        <NewForm
          rows={NEW_SCOPE_FIELDS}
          schema={OPERATIONS.createScope.body}
          verb="Add the scope"
          preview={(values) => <ScopePreview values={values} />}
          make={async (body) => {
            const { value } = await send('createScope', { body });
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
