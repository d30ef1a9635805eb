/** One group: its name, who is in it, and which applications are open to it. */
import { useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { counted } from '../../words/count.ts';
import { UsedBy } from '../used-by.tsx';
import type { Group } from './group-answer.ts';
import { GroupDanger } from './group-danger.tsx';
import { GROUP_FIELDS } from './group-fields.ts';
import { GroupMembers } from './group-members.tsx';

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
  const { value: group } = loaded;
  const path = { id: group.id };
  return (
    <>
      <ScreenHead title={group.name} up={UP} sentence={counted(group.members, 'member')} />
      <GroupMembers group={group.name} />
      <Section
        title="Applications and service accounts"
        sentence="Applications that name this group among those who may use them, and service accounts that are in it."
      >
        <UsedBy
          users={group.used_by}
          empty="No application is restricted to this group, and no service account is in it."
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
      <GroupDanger loaded={loaded} />
    </>
  );
}
