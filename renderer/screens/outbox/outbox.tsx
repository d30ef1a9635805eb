/** Mail that goes out: what waits for an admin's hand, what was sent, and what came in the way. It follows what happens. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
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
import { screenAt } from '../../screens.ts';
import { MailDialog } from './mail-dialog.tsx';
import { MailState } from './mail-state.tsx';
import type { Mail } from './mail.ts';
import { STATE_WORDS, WHY_WORDS } from './mail.ts';

/** How often it is looked again: whoever stands here often waits for a colleague to ask for a code. */
const EVERY_MS = 3_000;

const FILTERS: readonly ListFilter[] = [
  {
    name: 'state',
    label: 'State',
    options: [
      { value: '', label: 'All mail' },
      ...Object.entries(STATE_WORDS).map(([value, { word }]) => ({ value, label: word })),
    ],
  },
];

export default function Outbox() {
  const view = useListView({ sort: '-created_at' });
  const list = useList('listMails', view, (page) => ({ query: { ...page, ...filtersGiven(view, FILTERS) } }));
  const settings = useAnswer('readSettings', {});
  const [opened, setOpened] = useState<string>();
  const { title, sentence } = screenAt('/outbox');
  const { page, again } = list;
  const sends = settings.data !== undefined && settings.data.value.smtp_host !== '';
  useEffect(() => {
    const timer = setInterval(again, EVERY_MS);
    return () => clearInterval(timer);
  }, [again]);
  const server = (
    <Button component={Link} href="/settings">
      {sends ? 'Mail server' : 'Enter a mail server'}
    </Button>
  );
  const columns: readonly Column<Mail>[] = [
    { title: 'For', sort: 'to', cell: ({ username, to }) => username ?? to },
    { title: 'What', cell: ({ why }) => WHY_WORDS[why] },
    { title: 'State', sort: 'state', cell: (mail) => <MailState mail={mail} sends={sends} /> },
    { title: 'Written', sort: 'created_at', cell: ({ created_at }) => <Moment at={created_at} /> },
    {
      title: 'Mail',
      cell: (mail) => (
        <Button
          size="xs"
          aria-label={`Look at it: the mail for ${mail.username ?? mail.to}`}
          onClick={() => setOpened(mail.id)}
        >
          Look at it
        </Button>
      ),
    },
  ];
  const mail = page?.items.find(({ id }) => id === opened);
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={server} />
      <ListTools what="mail" through="person, address or subject" view={view} filters={FILTERS} />
      <DataList
        one="mail"
        what="mails"
        list={list}
        view={view}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={({ username, to, why }) => `${WHY_WORDS[why]} for ${username ?? to}`}
        empty={
          <Empty title="No mail" action={server}>
            {sends
              ? 'Whatever Lanyard sends stands here for a week, with what the mail server said.'
              : 'Codes and links that people need wait here for you to hand over, until you enter a mail server.'}
          </Empty>
        }
      />
      {mail !== undefined && (
        <MailDialog key={mail.id} mail={mail} onClose={() => setOpened(undefined)} again={again} />
      )}
    </>
  );
}
