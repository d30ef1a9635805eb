/** An application that brought itself here and that nobody has approved: where it comes from, what it asks for, and the two ways to answer it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { type Fact, Facts } from '../../components/facts.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
import type { Application } from './application-answer.ts';
import css from './application-approval.module.css';
import { PROOFS, WAYS } from './application-choices.ts';

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
    what: (
      <p>
        It is removed, with everything that it said of itself and that people may have allowed it. It may ask again.
      </p>
    ),
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
      title={awaits_approval ? 'It waits for you' : 'Nobody has checked it'}
      sentence={whyAsked(application)}
      actions={
        <>
          <Button onClick={() => setAsking(true)}>Refuse</Button>
          <Button variant="filled" loading={task.running} onClick={() => void approve()}>
            Approve
          </Button>
        </>
      }
    >
      <Facts facts={factsOf(application)} />
      {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void approve()} />}
      <LossDialog loss={asking ? refusal : undefined} onClose={() => setAsking(false)} />
    </Section>
  );
}

function whyAsked({ registered_by, awaits_approval }: Application): string {
  if (registered_by === 'person') {
    return 'Somebody of your office registered it, and no admin has checked it. Approve it once you know what it is and where it sends people.';
  }
  return awaits_approval
    ? 'Nobody of the office added it. Approve it only if you know what it is; any program can call itself anything.'
    : 'It came by itself while any program could register, and works already. People are told that nobody of the office has checked it, until you approve it.';
}

/** What it could not make up without being found out comes first, then what it would be able to do. */
function factsOf(application: Application): Fact[] {
  const { registered_by, client_id, client_name, redirect_uris, contacts = [], grant_types, scope } = application;
  return [
    { what: 'How it came', value: cameBy(registered_by, client_id) },
    { what: 'People are sent to', wire: 'redirect_uris', value: <Codes texts={redirect_uris} none="No address" /> },
    { what: 'It calls itself', wire: 'client_name', value: client_name },
    { what: 'It may ask for', wire: 'scope', value: <Codes texts={scope.split(' ').filter(Boolean)} none="Nothing" /> },
    { what: 'How it gets tokens', wire: 'grant_types', value: waysOf(grant_types).join(' · ') },
    { what: 'How it proves itself', wire: 'token_endpoint_auth_method', value: proofOf(application) },
    ...(contacts.length === 0 ? [] : [{ what: 'Whom to ask, it says', wire: 'contacts', value: contacts.join(', ') }]),
  ];
}

/** In the words of the form. */
function waysOf(grant_types: readonly string[]): readonly string[] {
  return grant_types.map((name) => WAYS.find(({ value }) => value === name)?.label ?? name);
}

function proofOf({ token_endpoint_auth_method: method }: Application): string {
  return PROOFS.find(({ value }) => value === method)?.label ?? method;
}

function Codes({ texts, none }: { readonly texts: readonly string[]; readonly none: string }) {
  if (texts.length === 0) return none;
  return (
    <span className={css['codes']}>
      {texts.map((text) => (
        <code key={text}>{text}</code>
      ))}
    </span>
  );
}

function cameBy(registered_by: Application['registered_by'], client_id: string): string {
  if (registered_by === 'document') return `From ${new URL(client_id).host}, which vouches for it`;
  return registered_by === 'person' ? 'A person of your office entered it' : 'It registered itself';
}
