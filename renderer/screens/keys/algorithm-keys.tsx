/** The keys of one algorithm: their lives in a drawing, each by name, and the change to the next before its time. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSend } from '../../api/use-send.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { Rows } from '../../components/rows.tsx';
import { Section } from '../../components/section.tsx';
import { exactTime } from '../../words/time.ts';
import { KeyState } from './key-state.tsx';
import { KeyTimeline } from './key-timeline.tsx';
import type { Algorithm } from './keys.tsx';
import { orderedKeys, type SigningKey } from './timeline.ts';

interface AlgorithmKeysProps {
  readonly alg: Algorithm;
  readonly keys: readonly SigningKey[];
}

export function AlgorithmKeys({ alg, keys }: AlgorithmKeysProps) {
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();
  const askRotate = () =>
    setLoss({
      title: `Let the next ${alg} key take over now?`,
      verb: 'Let it take over',
      what: (
        <p>
          New tokens are signed by the next key from now on. Tokens that are out already stay good. An application that
          keeps old keys for longer than it should may refuse new tokens until it fetches the keys again.
        </p>
      ),
      act: async () => {
        const { value } = await send('rotateSigningKeys', { body: { alg } });
        const [done] = value.rotations;
        if (done === undefined) return;
        notify(
          done.rotated
            ? `${done.kid.slice(0, 8)} signs from now on.`
            : `Not yet: applications must have had time to see the next key, until ${exactTime(done.waits_until ?? 0)}.`,
        );
      },
    });
  return (
    <Section title={alg} actions={<Button onClick={askRotate}>Rotate now</Button>}>
      <KeyTimeline keys={keys} alg={alg} />
      <Rows
        empty=""
        rows={orderedKeys(keys).map((key) => ({
          key: key.kid,
          title: (
            <Link href={`/keys/${encodeURIComponent(key.kid)}`}>
              <code>{key.kid}</code>
            </Link>
          ),
          detail: (
            <>
              <KeyState signingKey={key} /> · published <Moment at={key.published_at} />
            </>
          ),
        }))}
      />
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}
