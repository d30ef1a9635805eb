/** One flow, drawn while it happens. */
import { Drawer } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useParams } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { TraceEvent } from '../../../server/contract/trace-events.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ArrowDetail } from '../../tracer/arrow-detail.tsx';
import { type FlowArrow, modelOfFlow } from '../../tracer/flow-model.ts';
import { RefusalNote } from '../../tracer/refusal-note.tsx';
import { SequenceDiagram } from '../../tracer/sequence-diagram.tsx';
import { StreamStateWords } from '../../tracer/stream-state.tsx';
import { useTraceStream } from '../../tracer/use-trace-stream.ts';
import css from './flow.module.css';
import { joinedEvents } from './joined-events.ts';

const UP = { href: '/flows', title: 'Live flows' };

export default function FlowScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readFlow', { path: { id } });
  const [live, setLive] = useState<readonly TraceEvent[]>([]);
  const queries = useQueryClient();
  const stream = useTraceStream({
    event: (event) => {
      if (event.flow_id === id) setLive((before) => [...before, event]);
    },
    again: () => void queries.invalidateQueries({ queryKey: ['Live flows'] }),
  });
  return (
    <Loaded answer={answer} up={UP}>
      {({ value }) => (
        <>
          <ScreenHead
            title={value.summary.title}
            up={UP}
            sentence={
              <>
                Began <Moment at={value.summary.began_at_ms / 1000} />. Secrets and tokens are blacked out before they
                get here.
              </>
            }
            actions={<StreamStateWords {...stream} />}
          />
          <Drawing flow={value} live={live} />
        </>
      )}
    </Loaded>
  );
}

interface DrawingProps {
  readonly flow: Answered<'readFlow'>;
  readonly live: readonly TraceEvent[];
}

function Drawing({ flow, live }: DrawingProps) {
  const model = useMemo(() => modelOfFlow(joinedEvents(flow.events, live)), [flow.events, live]);
  const [chosen, setChosen] = useState<FlowArrow>();
  const [open, setOpen] = useState(false);
  const { client_id, outcome } = flow.summary;
  const refused = outcome === 'refused' ? model.arrows.findLast((arrow) => arrow.refused)?.refused : undefined;
  return (
    <Section
      title={`${model.arrows.length} messages`}
      sentence="Every arrow opens what it carried and what Lanyard checked."
    >
      {refused !== undefined && <RefusalNote refused={refused} client_id={client_id} />}
      <SequenceDiagram
        model={model}
        chosen={open ? chosen?.id : undefined}
        onChoose={(arrow) => {
          setChosen(arrow);
          setOpen(true);
        }}
      />
      <p className={css['legend']}>
        <span data-line="front">front channel, through the browser</span>
        <span data-line="back">back channel, server to server</span>
        <span data-line="implied">not seen, but must have happened</span>
      </p>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="right"
        size="34rem"
        title={chosen?.label}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {chosen !== undefined && <ArrowDetail arrow={chosen} client_id={client_id} />}
      </Drawer>
    </Section>
  );
}
