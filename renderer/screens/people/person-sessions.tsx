/** Where a person is signed in. */
import { Button } from '@mantine/core';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Rows } from '../../components/rows.tsx';
import { Section } from '../../components/section.tsx';
import { browserOf } from '../../words/browser.ts';
import { counted, listed } from '../../words/count.ts';
import type { Person } from './person-state.tsx';

export function PersonSessions({ person }: { readonly person: Person }) {
  const path = { id: person.id };
  const answer = useAnswer('listUserSessions', { path, query: { limit: '50' } });
  const send = useSend();
  const task = useTask();
  const total = answer.data?.value.total ?? 0;
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
      title={total === 0 ? 'Signed in nowhere' : `Signed in in ${counted(total, 'browser')}`}
      actions={
        total > 0 && (
          <Button loading={task.running} onClick={() => void endAll()}>
            Sign out everywhere
          </Button>
        )
      }
    >
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <Loaded answer={answer}>
        {({ value }) => (
          <Rows
            empty="They have no browser in which Lanyard would let them in without a password."
            rows={value.items.map((session) => ({
              key: session.sid,
              title: browserOf(session.user_agent),
              detail: (
                <>
                  from {session.address}, signed in <Moment at={session.auth_time} />
                  {session.applications.length > 0 && `, used for ${listed(session.applications)}`}
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
            }))}
          />
        )}
      </Loaded>
    </Section>
  );
}
