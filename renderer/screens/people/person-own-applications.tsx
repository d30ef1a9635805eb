/** The applications that a person registered, which stand still with them: before they are disabled or removed, an admin should know. */
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import type { Person } from './person-state.tsx';

export function PersonOwnApplications({ person }: { readonly person: Person }) {
  const owner_id = person.id;
  const view = useListView({ prefix: 'own-applications.', sort: 'client_name' });
  const list = useList('listApplications', view, (page) => ({ query: { ...page, owner_id } }), PER_INNER_PAGE);
  // How many there are stays told while the list is searched.
  const total = useAnswer('listApplications', { query: { owner_id, limit: '1' } }).data?.value.total ?? 0;
  if (total === 0) return null;
  return (
    <Section
      title="Applications that they registered"
      sentence={
        person.disabled
          ? 'Nobody can sign in to these while this person is disabled. Take over what your office still needs.'
          : 'Nobody can sign in to these once this person is disabled or removed. Take over first what your office needs.'
      }
    >
      <InnerList
        one="application"
        what="applications"
        through="name, client id or address"
        list={list}
        view={view}
        empty="They have registered none."
        rowOf={({ id, client_name, client_id }) => ({
          key: id,
          title: <Link href={`/applications/${id}`}>{client_name}</Link>,
          detail: client_id,
        })}
      />
    </Section>
  );
}
