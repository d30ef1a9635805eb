/** One group: its name, who is in it, and which applications are open to it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { Rows } from '../../components/rows.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
import { counted, listed } from '../../words/count.ts';
import { GROUP_FIELDS } from './group-fields.ts';
import { GroupMembers } from './group-members.tsx';

type Group = Answered<'readGroup'>;
const UP = { href: '/groups', title: 'Groups' };

export default function GroupScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readGroup', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <GroupView key={id} loaded={loaded} />}
    </Loaded>
  );
}

function GroupView({ loaded }: { readonly loaded: Answer<Group> }) {
  const { client } = usePanel();
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();
  const [, navigate] = useLocation();
  const { value: group, etag } = loaded;
  const path = { id: group.id };
  const askRemove = () =>
    setLoss({
      title: `Remove the group ${group.name}?`,
      verb: `Remove ${group.name}`,
      typed: group.members > 0 || group.applications.length > 0 ? group.name : undefined,
      what: (
        <>
          <p>
            {counted(group.members, 'member')} lose it, and applications are no longer told of it at their next sign-in.
          </p>
          {group.applications.length > 0 && (
            <p>{listed(group.applications)} stop letting in those who were let in by this group alone.</p>
          )}
        </>
      ),
      act: async () => {
        await send('removeGroup', { path, ifMatch: etag });
        forgetUnsaved();
        notify(`Removed the group ${group.name}.`);
        navigate('/groups');
      },
    });
  return (
    <>
      <ScreenHead title={group.name} up={UP} sentence={counted(group.members, 'member')} />
      <GroupMembers group={group.name} />
      <Section
        title="Open to this group alone"
        sentence="People outside of the groups that an application names are turned away."
      >
        <Rows
          empty="No application is restricted to this group."
          rows={group.applications.map((client_id) => ({
            key: client_id,
            title: <Link href={`/applications?q=${encodeURIComponent(client_id)}`}>{client_id}</Link>,
          }))}
        />
      </Section>
      <Section
        title="What it is called"
        sentence="Renaming keeps members and applications; programs that compare the name must learn the new one."
      >
        <ChangeForm
          rows={GROUP_FIELDS}
          schema={OPERATIONS.changeGroup.body}
          loaded={loaded}
          read={() => client.call('readGroup', { path })}
          save={(body, ifMatch) => send('changeGroup', { path, body, ifMatch })}
          saved={`Saved ${group.name}.`}
        />
      </Section>
      <Section
        danger
        title="Remove this group"
        sentence="Its members stay; only what they have in common goes."
        actions={
          <Button color="danger" onClick={askRemove}>
            Remove
          </Button>
        }
      >
        <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
      </Section>
    </>
  );
}
