/** Who belongs together. */
import { Button, Modal } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useSend } from '../../api/use-send.ts';
import { Empty } from '../../components/empty.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';
import { whole } from '../../words/count.ts';
import { GROUP_FIELDS } from './group-fields.ts';

type Group = Answered<'readGroup'>;

const COLUMNS: readonly Column<Group>[] = [
  { title: 'Name', sort: 'name', cell: ({ name }) => name },
  { title: 'Members', cell: ({ members }) => whole(members) },
  { title: 'Open to it alone', cell: ({ applications }) => applications.join(', ') },
  { title: 'Added', sort: 'created_at', cell: ({ created_at }) => <Moment at={created_at} /> },
];

export default function Groups() {
  const view = useListView({ sort: 'name' });
  const list = useList('listGroups', view, (page) => ({ query: page }));
  const send = useSend();
  const [, navigate] = useLocation();
  const [adding, setAdding] = useState(false);
  const { title, sentence } = screenAt('/groups');
  const add = (
    <Button variant="filled" leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
      Add a group
    </Button>
  );
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={add} />
      <ListTools what="groups" through="name" view={view} />
      <DataList
        one="group"
        what="groups"
        list={list}
        view={view}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/groups/${id}`}
        empty={
          <Empty title="There is no group yet" action={add}>
            A group such as staff or teachers lets you open an application to some people, and tells it who they are.
          </Empty>
        }
      />
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title="Add a group"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <NewForm
          rows={GROUP_FIELDS}
          schema={OPERATIONS.createGroup.body}
          verb="Add the group"
          make={async (body) => {
            const { value } = await send('createGroup', { body });
            return () => {
              notify(`Added ${value.name}.`);
              navigate(`/groups/${value.id}`);
            };
          }}
        />
      </Modal>
    </>
  );
}
