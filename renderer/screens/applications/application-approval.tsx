/** An application that brought itself here and that nobody has approved: where it comes from, what it asks for, and the two ways to answer it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
import type { Application } from './application-answer.ts';
import { ApprovalFacts, ApprovalReason } from './approval-facts.tsx';

export function ApplicationApproval({ loaded }: { readonly loaded: Answer<Application> }) {
  const { client } = usePanel();
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const send = useSend();
  const task = useTask();
  const application = loaded.value;
  const { id, client_name, awaits_approval } = application;
  const path = { id };
  const from = useFromVersion(loaded, () => client.call('readApplication', { path }));
  const approve = () =>
    task.run(async () => {
      await from((ifMatch) => send('approveApplication', { path, ifMatch }));
      notify(awaits_approval ? `People can sign in to ${client_name} now.` : `Approved ${client_name}.`);
    });
  const refusal: Loss = {
    title: `Refuse ${client_name}?`,
    what: <p>{refusalEnds(application)}</p>,
    verb: `Refuse ${client_name}`,
    act: async () => {
      await from((ifMatch) => send('removeApplication', { path, ifMatch }));
      forgetUnsaved();
      notify(`Refused ${client_name}.`);
      navigate('/applications');
    },
  };
  return (
    <Section
      title={titleOf(application)}
      sentence={<ApprovalReason application={application} />}
      actions={
        <>
          <Button onClick={() => setAsking(true)}>Refuse</Button>
          <Button variant="filled" loading={task.running} onClick={() => void approve()}>
            Approve
          </Button>
        </>
      }
    >
      <ApprovalFacts application={application} />
      {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void approve()} />}
      <LossDialog loss={asking ? refusal : undefined} onClose={() => setAsking(false)} />
    </Section>
  );
}

function titleOf({ awaits_approval, last_approval }: Application): string {
  const changed = last_approval !== undefined;
  if (awaits_approval) return changed ? 'It has changed, and waits for you' : 'It waits for you';
  return changed ? 'Nobody has checked what changed in it' : 'Nobody has checked it';
}

function refusalEnds({ registered_by }: Application): string {
  const removed = 'It is removed, with everything that it said of itself and that people may have allowed it.';
  return `${removed} ${registered_by === 'person' ? 'Whoever entered it may enter it again.' : 'It may ask again.'}`;
}
