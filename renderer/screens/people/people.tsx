/** Everybody who can sign in. */
import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { Empty } from '../../components/empty.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { filtersGiven, type ListFilter } from '../../lists/filter.ts';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { useSelection } from '../../lists/use-selection.ts';
import { screenAt } from '../../screens.ts';
import { PeopleBulk } from './people-bulk.tsx';
import { type Person, PersonState } from './person-state.tsx';

const COLUMNS: readonly Column<Person>[] = [
  { title: 'Name', sort: 'name', cell: ({ name }) => name },
  { title: 'Username', sort: 'username', cell: ({ username }) => <code>{username}</code> },
  { title: 'E-mail', sort: 'email', cell: ({ email }) => email },
  { title: 'Groups', cell: ({ groups }) => groups.join(', ') },
  { title: 'State', sort: 'disabled', cell: (person) => <PersonState person={person} /> },
  { title: 'Added', sort: 'created_at', cell: ({ created_at }) => <Moment at={created_at} /> },
];

const STATES: ListFilter = {
  name: 'state',
  label: 'State',
  options: [
    { value: '', label: 'Any state' },
    { value: 'admin', label: 'Admins' },
    { value: 'disabled', label: 'Disabled' },
    { value: 'no_password', label: 'Without a password' },
  ],
};

export default function People() {
  const view = useListView({ sort: 'name' });
  const filters = [STATES, ...useGroupFilter(view.filter('group'))];
  const list = useList('listUsers', view, (page) => ({ query: { ...page, ...filtersGiven(view, filters) } }));
  const selection = useSelection();
  const { title, sentence } = screenAt('/people');
  // A link may come here for one field of one of them.
  const wanted = window.location.hash === '#admin' ? 'admin' : undefined;
  const add = (
    <Button component={Link} href="/people/new" variant="filled" leftSection={<IconUserPlus size={18} />}>
      Add a person
    </Button>
  );
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={add} />
      <ListTools what="people" through="name, username or e-mail" view={view} filters={filters} />
      {wanted === 'admin' && <p>Open the person who is to be an admin, and turn on “Admin” there.</p>}
      <PeopleBulk selection={selection} people={list.page?.items ?? []} />
      <DataList
        one="person"
        what="people"
        list={list}
        view={view}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/people/${id}${wanted === undefined ? '' : `#${wanted}`}`}
        selection={selection}
        empty={
          <Empty title="Nobody is here yet" action={add}>
            Everybody who is to sign in to your applications stands here, with name, groups and sessions.
          </Empty>
        }
      />
    </>
  );
}

/** None where there is no group. What the address asks for holds before the groups are known. */
function useGroupFilter(chosen: string): readonly ListFilter[] {
  const groups = useAnswer('listGroups', { query: { limit: '200', sort: 'name' } });
  const names = groups.data?.value.items.map(({ name }) => name) ?? [];
  if (names.length === 0 && chosen === '') return [];
  return [
    {
      name: 'group',
      label: 'Group',
      options: [{ value: '', label: 'All groups' }, ...names.map((name) => ({ value: name, label: name }))],
    },
  ];
}
