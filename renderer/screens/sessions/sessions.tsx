/** Every browser in which somebody is signed in. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { Empty } from '../../components/empty.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { BulkBar } from '../../lists/bulk-bar.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { filtersGiven, type ListFilter } from '../../lists/filter.ts';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { useSelection } from '../../lists/use-selection.ts';
import { screenAt } from '../../screens.ts';
import { browserOf } from '../../../server/spec/browser-name.ts';
import { counted } from '../../words/count.ts';

type Session = Answered<'listSessions'>['items'][number];

const COLUMNS: readonly Column<Session>[] = [
  { title: 'Person', sort: 'name', cell: ({ name }) => name },
  {
    title: 'Browser',
    cell: ({ user_agent, current }) => `${browserOf(user_agent)}${current ? ' (this one)' : ''}`,
  },
  { title: 'Address', cell: ({ address }) => <code>{address}</code> },
  {
    title: 'Used for',
    cell: ({ kind, application_names }) => usedFor(kind, application_names),
  },
  { title: 'Signed in', sort: 'auth_time', cell: ({ auth_time }) => <Moment at={auth_time} /> },
  { title: 'Ends', sort: 'expires_at', cell: ({ expires_at }) => <Moment at={expires_at} /> },
];

function usedFor(kind: Session['kind'], names: Session['application_names']): string {
  if (kind === 'panel') return 'This panel';
  return names.length === 0 ? 'Nothing yet' : names.join(', ');
}

export default function Sessions() {
  const view = useListView({ sort: '-auth_time' });
  const filters = useApplicationFilter(view.filter('client_id'));
  const list = useList('listSessions', view, (page) => ({ query: { ...page, ...filtersGiven(view, filters) } }));
  const selection = useSelection();
  const send = useSend();
  const task = useTask();
  const { title, sentence } = screenAt('/sessions');
  const many = counted(selection.keys.size, 'browser');
  const end = () =>
    task.run(async () => {
      for (const sid of selection.keys) await send('endSession', { path: { sid } });
      selection.clear();
      notify(`Signed out ${many}.`);
    });
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <ListTools what="sessions" through="person, address or browser" view={view} filters={filters} />
      <BulkBar selection={selection}>
        <Button color="danger" loading={task.running} onClick={() => void end()}>
          Sign out {many}
        </Button>
      </BulkBar>
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <DataList
        one="session"
        what="sessions"
        list={list}
        view={view}
        columns={COLUMNS}
        keyOf={({ sid }) => sid}
        nameOf={({ name, user_agent }) => `${name}, ${browserOf(user_agent)}`}
        hrefOf={({ user_id }) => `/people/${user_id}`}
        selection={selection}
        empty={
          <Empty
            title="Nobody is signed in"
            action={
              <Button component={Link} href="/applications">
                See the applications
              </Button>
            }
          >
            Each browser in which somebody signs in to an application stands here until the session ends.
          </Empty>
        }
      />
    </>
  );
}

/** None where there is no application. What the address asks for holds before the applications are known. */
function useApplicationFilter(chosen: string): readonly ListFilter[] {
  const applications = useAnswer('listApplications', { query: { limit: '200', sort: 'client_name' } });
  const known = applications.data?.value.items ?? [];
  if (known.length === 0 && chosen === '') return [];
  return [
    {
      name: 'client_id',
      label: 'Used for',
      options: [
        { value: '', label: 'Any application' },
        ...known.map(({ client_id, client_name }) => ({ value: client_id, label: client_name })),
      ],
    },
  ];
}
