/** What applications can ask for: APIs of the office, and facts about a person. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Empty } from '../../components/empty.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { StateWord } from '../../components/state-word.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { filtersGiven, type ListFilter } from '../../lists/filter.ts';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';
import css from './apis-and-scopes.module.css';

const API_COLUMNS: readonly Column<Answered<'readApi'>>[] = [
  { title: 'Name', sort: 'name', cell: ({ name }) => name },
  { title: 'Audience', sort: 'audience', cell: ({ audience }) => <code>{audience}</code> },
  { title: 'Scopes', cell: ({ scopes }) => scopes.map(({ name }) => name).join(', ') },
];

const SCOPE_COLUMNS: readonly Column<Answered<'readScope'>>[] = [
  { title: 'Name', sort: 'name', cell: ({ name }) => <code>{name}</code> },
  { title: 'What it shows', cell: ({ description }) => description },
  { title: 'Claims', cell: ({ claims }) => Object.keys(claims).join(', ') },
  {
    title: 'Kind',
    cell: ({ built_in }) =>
      built_in ? <StateWord state="quiet">Built in</StateWord> : <StateWord state="good">The office’s own</StateWord>,
  },
];

const SCOPE_FILTERS: readonly ListFilter[] = [
  {
    name: 'built_in',
    label: 'Kind of scope',
    options: [
      { value: '', label: 'All scopes' },
      { value: 'true', label: 'Built in' },
      { value: 'false', label: 'The office’s own' },
    ],
  },
];

export default function ApisAndScopes() {
  const apiView = useListView({ prefix: 'apis.', sort: 'name' });
  const scopeView = useListView({ prefix: 'scopes.', sort: 'name' });
  const apis = useList('listApis', apiView, (query) => ({ query }));
  const scopes = useList('listScopes', scopeView, (page) => ({
    query: { ...page, ...filtersGiven(scopeView, SCOPE_FILTERS) },
  }));
  const { title, sentence } = screenAt('/apis');
  const addApi = (
    <Button component={Link} href="/apis/new" leftSection={<IconPlus size={18} />}>
      Add an API
    </Button>
  );
  const addScope = (
    <Button component={Link} href="/scopes/new" leftSection={<IconPlus size={18} />}>
      Add a scope
    </Button>
  );
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <div className={css['head']}>
        <h2>APIs</h2>
        {addApi}
      </div>
      <ListTools what="APIs" through="name, audience or scope" view={apiView} />
      <DataList
        one="API"
        what="APIs"
        list={apis}
        view={apiView}
        columns={API_COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/apis/${id}`}
        empty={
          <Empty title="No API yet" action={addApi}>
            A service of the office that accepts Lanyard’s tokens, with the scopes that it understands.
          </Empty>
        }
      />
      <div className={css['head']}>
        <h2>Scopes</h2>
        {addScope}
      </div>
      <ListTools what="scopes" through="name or description" view={scopeView} filters={SCOPE_FILTERS} />
      <DataList
        one="scope"
        what="scopes"
        list={scopes}
        view={scopeView}
        columns={SCOPE_COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/scopes/${encodeURIComponent(id)}`}
        empty={
          <Empty title="No scope yet" action={addScope}>
            A scope shows an application some facts about the person who signs in.
          </Empty>
        }
      />
    </>
  );
}
