/** Sign-ins as they happen: a list that fills by itself. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Empty } from '../../components/empty.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { type State, StateWord } from '../../components/state-word.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { ListTools } from '../../lists/list-tools.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';
import { StreamStateWords } from '../../tracer/stream-state.tsx';
import { useTraceStream } from '../../tracer/use-trace-stream.ts';
import { orderedFlows } from './ordered-flows.ts';

type Flow = Answered<'listFlows'>['items'][number];

/** Events come in bursts; the list is asked for once per burst. */
const PAUSE_MS = 250;

const OUTCOMES: Readonly<Record<Flow['outcome'], { readonly state: State; readonly word: string }>> = {
  under_way: { state: 'waiting', word: 'Under way' },
  done: { state: 'good', word: 'Done' },
  refused: { state: 'danger', word: 'Refused' },
};

const COLUMNS: readonly Column<Flow>[] = [
  { title: 'What', sort: 'title', cell: ({ title }) => title },
  { title: 'Application', sort: 'client_name', cell: ({ client_name, client_id }) => client_name ?? client_id },
  { title: 'Person', sort: 'username', cell: ({ username }) => username },
  {
    title: 'How it went',
    sort: 'outcome',
    cell: ({ outcome }) => <StateWord state={OUTCOMES[outcome].state}>{OUTCOMES[outcome].word}</StateWord>,
  },
  { title: 'Last message', sort: 'last_at_ms', cell: ({ last_at_ms }) => <Moment at={last_at_ms / 1000} /> },
];

export default function Flows() {
  const view = useListView({ sort: '-last_at_ms' });
  const answer = useAnswer('listFlows', {});
  const stream = useTraceStream(useRefresh());
  const { title, sentence } = screenAt('/flows');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={<StreamStateWords {...stream} />} />
      <ListTools what="flows" through="person, application or words" view={view} />
      <Loaded answer={answer}>
        {({ value }) => {
          const items = orderedFlows(value.items, view);
          return (
            <DataList
              one="flow"
              what="flows"
              list={{
                page: { items, next: null, total: items.length },
                before: 0,
                waiting: false,
                error: undefined,
                again: () => void answer.refetch(),
                onPrevious: undefined,
                onNext: undefined,
              }}
              view={view}
              columns={COLUMNS}
              keyOf={({ flow_id }) => flow_id}
              nameOf={(flow) => flow.title}
              hrefOf={({ flow_id }) => `/flows/${encodeURIComponent(flow_id)}`}
              empty={
                <Empty title="Nothing is under way">
                  Leave this open and sign in to an application, in another browser or by another person. Every message
                  appears here while somebody watches; nothing of it is kept on disk.
                </Empty>
              }
            />
          );
        }}
      </Loaded>
    </>
  );
}

function useRefresh() {
  const queries = useQueryClient();
  const waiting = useRef(false);
  const refresh = () => {
    if (waiting.current) return;
    waiting.current = true;
    setTimeout(() => {
      waiting.current = false;
      void queries.invalidateQueries({ queryKey: ['Live flows'] });
    }, PAUSE_MS);
  };
  return { event: refresh, again: refresh };
}
