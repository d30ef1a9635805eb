/** What an application answered when it was told of sign-outs, and the way to tell it again. It follows what happens. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { counted } from '../../words/count.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import type { Application } from './application-answer.ts';

/** How often it is looked again while one is still to be told. */
const EVERY_MS = 3_000;

type Delivery = Answered<'listLogoutDeliveries'>['items'][number];

export function ApplicationLogouts({ application }: { readonly application: Application }) {
  const { id, client_name } = application;
  const view = useListView({ prefix: 'logouts.', sort: '-ended_at' });
  const list = useList('listLogoutDeliveries', view, (query) => ({ path: { id }, query }), PER_INNER_PAGE);
  const send = useSend();
  const task = useTask();
  const retry = (delivery_id: string) =>
    task.run(async () => {
      await send('retryLogoutDelivery', { path: { id, delivery_id } });
      notify(`${client_name} is told again.`);
    });
  const { page, again } = list;
  const waits = page?.items.some(({ state }) => state === 'waiting') === true;
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(again, EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, again]);
  return (
    <Section
      title="Told of sign-outs"
      sentence="In the last seven days: what it answered Lanyard, and where its page was opened in a browser."
    >
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <InnerList
        one="sign-out"
        what="sign-outs"
        through="person or reason"
        list={list}
        view={view}
        empty="Once somebody whom it signed in signs out here, that it was told stands here."
        rowOf={(delivery) => ({
          key: delivery.id,
          title: <Link href={`/people/${delivery.user_id}`}>{delivery.username}</Link>,
          detail: <DeliveryDetail delivery={delivery} />,
          action: delivery.state !== 'told' && delivery.by === 'server' && (
            <Button
              size="xs"
              disabled={task.running}
              aria-label={`Try again to tell ${client_name} that ${delivery.username} has signed out`}
              onClick={() => void retry(delivery.id)}
            >
              Try again
            </Button>
          ),
        })}
      />
    </Section>
  );
}

function DeliveryDetail({ delivery }: { readonly delivery: Delivery }) {
  const { by, state, ended_at, tried_at, status, error, tries, next_try_at } = delivery;
  if (by === 'browser') {
    return state === 'told' ? (
      <>
        Its page was opened in the browser <Moment at={tried_at ?? ended_at} />. What it did there, nobody hears.
      </>
    ) : (
      <>
        Not told <Moment at={ended_at} />: {error}.
      </>
    );
  }
  if (state === 'told') {
    return (
      <>
        Told to sign out: answered {status} {tried_at !== null && <Moment at={tried_at} />}
      </>
    );
  }
  const failed = error !== null && (
    <>
      {' '}
      {counted(tries, 'try', 'tries')}, the last <Moment at={tried_at ?? ended_at} />: {error}.
    </>
  );
  if (state === 'failed') return <>Not told, and not tried again.{failed}</>;
  return (
    <>
      Not told yet. {next_try_at !== null && tries > 0 && <Next at={next_try_at} />}
      {failed}
    </>
  );
}

function Next({ at }: { readonly at: number }) {
  return (
    <>
      Next try <Moment at={at} />.
    </>
  );
}
