/** The keys of one algorithm: their lives in a drawing, each by name, and the change to the next before its time. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Rows } from '../../components/rows.tsx';
import { Section } from '../../components/section.tsx';
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
  const task = useTask();
  const [loss, setLoss] = useState<Loss>();
  const opensRequests = alg === 'ECDH-ES';
  const askRotate = () =>
    setLoss({
      title: `Let the next ${alg} key take over now?`,
      verb: 'Let it take over',
      what: opensRequests ? (
        <p>
          Applications that encrypt their requests use the next key as soon as they fetch the keys again. What they
          encrypt to the old one until then still opens.
        </p>
      ) : (
        <>
          <p>
            New tokens are signed by the next key from now on. The old key stays published, so tokens that are out
            already stay good.
          </p>
          <p>
            Applications fetch the keys again when they meet one that they don’t know. One that does not may refuse
            sign-ins until it does, or until it is restarted. If nothing is urgent, wait until the next key has been
            published for ten minutes: then all of them can have seen it.
          </p>
        </>
      ),
      act: async () => {
        const { value } = await send('rotateSigningKeys', { body: { alg } });
        const [done] = value.rotations;
        if (done === undefined) return;
        notify(`${done.kid.slice(0, 8)} ${opensRequests ? 'is used' : 'signs'} from now on.`);
      },
    });
  const makeNext = () =>
    task.run(async () => {
      await send('createSigningKey', { body: { alg } });
      notify(`There is a next ${alg} key. It can take over once every application has had time to fetch it.`);
    });
  const about = opensRequests ? 'Signs nothing: a few applications encrypt their requests to it.' : undefined;
  const hasNext = keys.some(({ state }) => state === 'next');
  return (
    <Section
      title={alg}
      sentence={hasNext ? about : 'There is no next key, so nothing could take over from the one in use.'}
      actions={
        hasNext ? (
          <Button onClick={askRotate}>Rotate now</Button>
        ) : (
          <Button loading={task.running} onClick={() => void makeNext()}>
            Make the next key
          </Button>
        )
      }
    >
      {task.error !== undefined && <ProblemNote error={task.error} />}
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
