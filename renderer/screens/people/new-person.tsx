/** Adds a person. */
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import { NEW_PERSON_FIELDS } from './person-fields.ts';

const START = { email_verified: true };

export default function NewPerson() {
  const send = useSend();
  const [, navigate] = useLocation();
  const { title, sentence } = screenAt('/people/new');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} up={{ href: '/people', title: 'People' }} />
      <Section title="Who they are">
        <NewForm
          rows={NEW_PERSON_FIELDS}
          schema={OPERATIONS.createUser.body}
          start={START}
          verb="Add the person"
          make={async (body) => {
            const { value } = await send('createUser', { body });
            return () => {
              notify(`Added ${value.name}.`);
              navigate(`/people/${value.id}`);
            };
          }}
        />
      </Section>
    </>
  );
}
