/**
 * Where a thing ends for good: the section, the question that names what will stop working, and what comes after.
 *
 *     const from = useFromVersion(loaded, () => client.call('readGroup', { path }));
 *     <RemoveSection
 *       title="Remove this group"
 *       sentence="Its members stay; only what they have in common goes."
 *       question={{ title: `Remove the group ${name}?`, verb: `Remove ${name}`, typed: name, what: <p>…</p> }}
 *       remove={() => from((ifMatch) => send('removeGroup', { path, ifMatch }))}
 *       removed={`Removed the group ${name}.`}
 *       up="/groups"
 *     />
 *
 * `actions` stand before the button (switching off for a while), `children` below the head (why that did not work).
 */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { forgetUnsaved } from '../forms/unsaved.ts';
import { type Loss, LossDialog } from './loss-dialog.tsx';
import { notify } from './notify.ts';
import { Section } from './section.tsx';

interface RemoveSectionProps {
  readonly title: string;
  readonly sentence?: ReactNode;
  readonly question: Omit<Loss, 'act'>;
  readonly remove: () => Promise<void>;
  /** Said when it is gone: “Removed Grafana.” */
  readonly removed: string;
  /** Where one stands when it is gone. */
  readonly up: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export function RemoveSection(props: RemoveSectionProps) {
  const { title, sentence, question, remove, removed, up, actions, children } = props;
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const act = async () => {
    await remove();
    forgetUnsaved();
    notify(removed);
    navigate(up);
  };
  return (
    <Section
      danger
      title={title}
      sentence={sentence}
      actions={
        <>
          {actions}
          <Button color="danger" onClick={() => setAsking(true)}>
            Remove
          </Button>
        </>
      }
    >
      {children}
      <LossDialog loss={asking ? { ...question, act } : undefined} onClose={() => setAsking(false)} />
    </Section>
  );
}
