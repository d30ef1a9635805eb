/** Programs that act for themselves. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Empty } from '../../components/empty.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { StateWord } from '../../components/state-word.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { DISABLED_FILTER } from '../../lists/disabled-filter.ts';
import { filtersGiven, type ListFilter } from '../../lists/filter.ts';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';

type Account = Answered<'readServiceAccount'>;

const COLUMNS: readonly Column<Account>[] = [
  { title: 'Name', sort: 'name', cell: ({ name }) => name },
  { title: 'Username', sort: 'username', cell: ({ username }) => <code>{username}</code> },
  { title: 'Scopes', cell: ({ scope }) => (scope === '' ? '' : <code>{scope}</code>) },
  { title: 'State', sort: 'disabled', cell: (account) => <AccountState account={account} /> },
  { title: 'Added', sort: 'created_at', cell: ({ created_at }) => <Moment at={created_at} /> },
];

function AccountState({ account }: { readonly account: Account }) {
  if (account.disabled) return <StateWord state="quiet">Disabled</StateWord>;
  return <StateWord state="good">{account.admin ? 'Admin' : 'Works'}</StateWord>;
}

const FILTERS: readonly ListFilter[] = [
  {
    name: 'admin',
    label: 'May manage Lanyard',
    options: [
      { value: '', label: 'Admins or not' },
      { value: 'true', label: 'Admins' },
      { value: 'false', label: 'No admins' },
    ],
  },
  DISABLED_FILTER,
];

export default function ServiceAccounts() {
  const view = useListView({ sort: 'name' });
  const list = useList('listServiceAccounts', view, (page) => ({ query: { ...page, ...filtersGiven(view, FILTERS) } }));
  const { title, sentence } = screenAt('/service-accounts');
  const add = (
    <Button component={Link} href="/service-accounts/new" variant="filled" leftSection={<IconPlus size={18} />}>
      Add a service account
    </Button>
  );
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={add} />
      <ListTools what="service accounts" through="name, username or scope" view={view} filters={FILTERS} />
      <DataList
        one="service account"
        what="service accounts"
        list={list}
        view={view}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/service-accounts/${id}`}
        empty={
          <Empty title="There is no service account yet" action={add}>
            A program that calls your APIs without a person, or a script that manages Lanyard, gets one of its own.
          </Empty>
        }
      />
    </>
  );
}
