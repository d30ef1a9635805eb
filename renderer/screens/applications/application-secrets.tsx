/** The secrets of an application: those in force, and a new one, with the old one going on for as long as the change takes. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Rows } from '../../components/rows.tsx';
import { Section } from '../../components/section.tsx';
import { exactTime } from '../../words/time.ts';
import type { Application } from './application-answer.ts';
import { ApplicationSecretDialog, type MadeSecret } from './application-secret-dialog.tsx';
import css from './application-secrets.module.css';

const AT_ONCE = '0';
const OVERLAPS = [
  { value: AT_ONCE, label: 'The old one stops at once' },
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
  const [secret, setSecret] = useState<MadeSecret>();
  const [loss, setLoss] = useState<Loss>();
  const make = async () => {
    const { value } = await send('makeApplicationSecret', { path: { id }, body: { overlap_s: Number(overlap) } });
    const { client_secret, previous_expires_at } = value;
    setSecret({
      id,
      client_id,
      client_secret,
      title: `A new secret for ${client_name}`,
      note:
        previous_expires_at === null
          ? `Until you type it into ${client_name}, nobody can sign in there.`
          : `The old one works until ${exactTime(previous_expires_at)}.`,
    });
  };
  const askOrMake = () => {
    if (overlap !== AT_ONCE || secrets.length === 0) return void task.run(make);
    setLoss({
      title: `Stop the secret of ${client_name} now?`,
      verb: 'Stop it and make a new one',
      what: (
        <p>
          {client_name} is refused from this moment on, and nobody can sign in to it until you have typed the new secret
          into it. Let the old one work on for a while, unless somebody may have stolen it.
        </p>
      ),
      act: make,
    });
  };
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
        <Button loading={task.running} onClick={askOrMake}>
          Make a new secret
        </Button>
      </div>
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
      <ApplicationSecretDialog made={secret} onClose={() => setSecret(undefined)} />
    </Section>
  );
}
