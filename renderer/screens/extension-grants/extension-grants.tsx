/** Which grants the office has made for itself. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Empty } from '../../components/empty.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { StateWord } from '../../components/state-word.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { ListTools } from '../../lists/list-tools.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { screenAt } from '../../screens.ts';

const COLUMNS: readonly Column<Answered<'readExtensionGrant'>>[] = [
  { title: 'Name', sort: 'name', cell: ({ name }) => name },
  { title: 'Grant type', sort: 'grant_type', cell: ({ grant_type }) => <code>{grant_type}</code> },
  { title: 'Asks', cell: ({ hook_uri }) => <code>{hook_uri}</code> },
  {
    title: 'State',
    sort: 'disabled',
    cell: ({ disabled }) =>
      disabled ? <StateWord state="quiet">Disabled</StateWord> : <StateWord state="good">In use</StateWord>,
  },
];

export default function ExtensionGrants() {
  const view = useListView({ sort: 'name' });
  const list = useList('listExtensionGrants', view, (query) => ({ query }));
  const { title, sentence } = screenAt('/extension-grants');
  const add = (
    <Button component={Link} href="/extension-grants/new" leftSection={<IconPlus size={18} />}>
      Add a grant of your own
    </Button>
  );
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={add} />
      <ListTools what="grants" through="name, grant type or address" view={view} />
      <DataList
        one="grant"
        what="grants"
        list={list}
        view={view}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/extension-grants/${id}`}
        empty={
          <Empty title="No grant of your own" action={add}>
            Most offices need none. Add one where a program of yours knows people in a way that no standard describes.
          </Empty>
        }
      />
    </>
  );
}
