/** Which servers of others are believed when they vouch for people. */
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
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';

const COLUMNS: readonly Column<Answered<'readTrustedIssuer'>>[] = [
  { title: 'Name', sort: 'name', cell: ({ name }) => name },
  { title: 'Issuer', sort: 'issuer', cell: ({ issuer }) => <code>{issuer}</code> },
  {
    title: 'State',
    sort: 'disabled',
    cell: ({ disabled }) =>
      disabled ? <StateWord state="quiet">Disabled</StateWord> : <StateWord state="good">Believed</StateWord>,
  },
  { title: 'Added', sort: 'created_at', cell: ({ created_at }) => <Moment at={created_at} /> },
];

export default function TrustedIssuers() {
  const view = useListView({ sort: 'name' });
  const list = useList('listTrustedIssuers', view, (page) => ({ query: page }));
  const { title, sentence } = screenAt('/trusted-issuers');
  const add = (
    <Button component={Link} href="/trusted-issuers/new" leftSection={<IconPlus size={18} />}>
      Trust another server
    </Button>
  );
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={add} />
      <ListTools what="trusted issuers" through="name or issuer" view={view} />
      <DataList
        one="trusted issuer"
        what="trusted issuers"
        list={list}
        view={view}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/trusted-issuers/${id}`}
        empty={
          <Empty title="No other server is trusted" action={add}>
            Most offices need none. Trust one where an application brings people who have signed in elsewhere.
          </Empty>
        }
      />
    </>
  );
}
