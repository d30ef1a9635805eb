/** One person: who they are, where they are signed in, and what applications hold of them. */
import { useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { PERSON_FIELDS } from './person-fields.ts';
import { PersonDanger } from './person-danger.tsx';
import { PersonAppPasswords } from './person-app-passwords.tsx';
import { PersonApplications } from './person-applications.tsx';
import { PersonGrants } from './person-grants.tsx';
import { PersonOwnApplications } from './person-own-applications.tsx';
import { PersonPassword } from './person-password.tsx';
import { PersonSessions } from './person-sessions.tsx';
import { type Person, PersonState } from './person-state.tsx';
import css from './person.module.css';

const ID = 'A sign-in program of your office’s own means them by this id:';
const SUBJECT = 'What your office’s own sign-in program calls them:';
const UP = { href: '/people', title: 'People' };

export default function PersonScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readUser', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <PersonView key={id} loaded={loaded} />}
    </Loaded>
  );
}

function PersonView({ loaded }: { readonly loaded: Answer<Person> }) {
  const { client } = usePanel();
  const send = useSend();
  const person = loaded.value;
  const path = { id: person.id };
  return (
    <>
      <ScreenHead
        title={person.name}
        up={UP}
        sentence={
          <span className={css['line']}>
            <code>{person.username}</code>
            <PersonState person={person} />
            <span>
              added <Moment at={person.created_at} />
            </span>
          </span>
        }
      />
      <Section title="Who they are">
        <ChangeForm
          rows={PERSON_FIELDS}
          schema={OPERATIONS.changeUser.body}
          loaded={loaded}
          read={() => client.call('readUser', { path })}
          save={(body, ifMatch) => send('changeUser', { path, body, ifMatch })}
          saved={`Saved ${person.name}.`}
        />
        <div className={css['id']}>
          <span>{person.external_subject === undefined ? ID : SUBJECT}</span>
          <Copyable text={person.external_subject ?? person.id} what="their id" />
        </div>
      </Section>
      <PersonPassword person={person} />
      <PersonSessions person={person} />
      <PersonAppPasswords person={person} />
      <PersonApplications person={person} />
      <PersonGrants person={person} />
      <PersonOwnApplications person={person} />
      <PersonDanger loaded={loaded} />
    </>
  );
}
