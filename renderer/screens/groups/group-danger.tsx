/** The end of a group; while an application is open to it alone there is none, or that would be open to everybody. */
import { Link } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { RemoveSection } from '../../components/remove-section.tsx';
import { Rows } from '../../components/rows.tsx';
import { Section } from '../../components/section.tsx';
import { counted } from '../../words/count.ts';
import type { Group } from './group-answer.ts';

export function GroupDanger({ loaded }: { readonly loaded: Answer<Group> }) {
  const { client } = usePanel();
  const send = useSend();
  const { id, name, members, applications, used_by } = loaded.value;
  const path = { id };
  const from = useFromVersion(loaded, () => client.call('readGroup', { path }));
  if (applications.length > 0) return <OnlyWay applications={applications} />;
  return (
    <RemoveSection
      title="Remove this group"
      sentence="Its members stay; only what they have in common goes."
      question={{
        title: `Remove the group ${name}?`,
        verb: `Remove ${name}`,
        typed: members > 0 || used_by.total > 0 ? name : undefined,
        what: (
          <>
            <p>
              {counted(members, 'member')} {members === 1 ? 'loses' : 'lose'} it, and applications are no longer told of
              it at the next sign-in.
            </p>
            {used_by.items.some(({ kind }) => kind === 'application') && (
              <p>Applications that name it beside other groups no longer let in who was only in this one.</p>
            )}
          </>
        ),
      }}
      remove={() => from((ifMatch) => send('removeGroup', { path, ifMatch }))}
      removed={`Removed the group ${name}.`}
      up="/groups"
    />
  );
}

function OnlyWay({ applications }: { readonly applications: readonly string[] }) {
  return (
    <Section
      danger
      title="This group can’t be removed yet"
      sentence="These applications are open to it alone; without it they would be open to everybody. Choose there who may use them, then remove it here."
    >
      <Rows
        empty=""
        rows={applications.map((client_id) => ({
          key: client_id,
          title: <Link href={`/applications?q=${encodeURIComponent(client_id)}`}>{client_id}</Link>,
        }))}
      />
    </Section>
  );
}
