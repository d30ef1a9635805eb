/** Where a person is signed in. */
import { Button } from '@mantine/core';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { browserOf } from '../../../server/spec/browser-name.ts';
import { counted, listed } from '../../words/count.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import type { Person } from './person-state.tsx';

export function PersonSessions({ person }: { readonly person: Person }) {
  const path = { id: person.id };
  const view = useListView({ prefix: 'sessions.', sort: '-auth_time' });
  const list = useList('listUserSessions', view, (query) => ({ path, query }), PER_INNER_PAGE);
  // How many there are stays told while the list is searched.
  const { data } = useAnswer('listUserSessions', { path, query: { limit: '1' } });
  const total = data?.value.total ?? 0;
  const send = useSend();
  const task = useTask();
  const endAll = () =>
    task.run(async () => {
      await send('endUserSessions', { path });
      notify(`${person.name} is signed out everywhere.`);
    });
  const end = (sid: string) =>
    task.run(async () => {
      await send('endSession', { path: { sid } });
      notify('That browser is signed out.');
    });
  return (
    <Section
      title={total === 0 ? 'Signed in nowhere' : `Signed in with ${counted(total, 'browser')}`}
      actions={
        total > 0 && (
          <Button loading={task.running} onClick={() => void endAll()}>
            Sign out everywhere
          </Button>
        )
      }
    >
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <InnerList
        one="session"
        what="sessions"
        through="address or browser"
        list={list}
        view={view}
        empty="They have no browser in which Lanyard would let them in without a password."
        rowOf={(session) => ({
          key: session.sid,
          title: `${browserOf(session.user_agent)}${session.current ? ' (this one)' : ''}`,
          detail: (
            <>
              from <code>{session.address}</code>, signed in <Moment at={session.auth_time} />
              {session.kind === 'panel' && ', to this panel'}
              {session.kind !== 'panel' &&
                `, used for ${session.application_names.length === 0 ? 'nothing yet' : listed(session.application_names)}`}
            </>
          ),
          action: (
            <Button
              size="xs"
              aria-label={`Sign out ${browserOf(session.user_agent)} at ${session.address}`}
              onClick={() => void end(session.sid)}
            >
              Sign out
            </Button>
          ),
        })}
      />
    </Section>
  );
}
