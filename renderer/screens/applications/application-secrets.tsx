/** The secrets of an application: those in force, and a new one, with the old one going on for as long as the change takes. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { Moment } from '../../components/moment.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Rows } from '../../components/rows.tsx';
import { type Secret, SecretDialog } from '../../components/secret-dialog.tsx';
import { Section } from '../../components/section.tsx';
import { exactTime } from '../../words/time.ts';
import type { Application } from './application.tsx';
import { secretOf } from './secret-of.ts';
import css from './application-secrets.module.css';

const OVERLAPS = [
  { value: '0', label: 'The old one stops at once' },
  { value: '3600', label: 'The old one works for another hour' },
  { value: '86400', label: 'The old one works for another day' },
  { value: '604800', label: 'The old one works for another week' },
  { value: '2592000', label: 'The old one works for another 30 days' },
];

export function ApplicationSecrets({ application }: { readonly application: Application }) {
  const { id, client_id, client_name, secrets } = application;
  const send = useSend();
  const task = useTask();
  const [overlap, setOverlap] = useState('86400');
  const [secret, setSecret] = useState<Secret>();
  const make = () =>
    task.run(async () => {
      const { value } = await send('makeApplicationSecret', { path: { id }, body: { overlap_s: Number(overlap) } });
      const { client_secret, previous_expires_at } = value;
      setSecret({
        ...secretOf(`A new secret for ${client_name}`, { client_id, client_secret }),
        note:
          previous_expires_at === null
            ? `Until you type it into ${client_name}, nobody can sign in there.`
            : `The old one works until ${exactTime(previous_expires_at)}.`,
      });
    });
  return (
    <Section title="Secret" sentence="Kept as a hash only, so nobody can look it up. Change it by making a new one.">
      <Rows
        empty="It has none yet."
        rows={secrets.map(({ created_at, expires_at }, index) => ({
          key: `${created_at} ${index}`,
          title: index === 0 ? 'The present secret' : 'An older one',
          detail: (
            <>
              made <Moment at={created_at} />
              {expires_at !== null && (
                <>
                  , works until {exactTime(expires_at)} (<Moment at={expires_at} />)
                </>
              )}
            </>
          ),
        }))}
      />
      <div className={css['make']}>
        <NativeSelect
          label="When a new one is made"
          data={OVERLAPS}
          value={overlap}
          onChange={(event) => setOverlap(event.currentTarget.value)}
        />
        <Button loading={task.running} onClick={() => void make()}>
          Make a new secret
        </Button>
      </div>
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </Section>
  );
}
