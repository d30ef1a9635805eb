/** The applications that a person registered, which stand still with them: before they are disabled or removed, an admin should know. */
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { Section } from '../../components/section.tsx';
import type { Person } from './person-state.tsx';

/** As many as anybody may have by far. */
const MOST = '200';

export function PersonOwnApplications({ person }: { readonly person: Person }) {
  const { data } = useAnswer('listApplications', { query: { owner_id: person.id, limit: MOST, sort: 'client_name' } });
  const applications = data?.value.items ?? [];
  if (applications.length === 0) return null;
  return (
    <Section
      title="Applications that they registered"
      sentence={
        person.disabled
          ? 'Nobody can sign in to these while this person is disabled. Take over what your office still needs.'
          : 'Nobody can sign in to these once this person is disabled or removed. Take over first what your office needs.'
      }
    >
      <ul>
        {applications.map(({ id, client_name }) => (
          <li key={id}>
            <Link href={`/applications/${id}`}>{client_name}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
