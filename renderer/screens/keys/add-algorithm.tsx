/** The algorithms that have no key yet. */
import { Button } from '@mantine/core';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { listed } from '../../words/count.ts';
import type { Algorithm } from './keys.tsx';

export function AddAlgorithm({ unused }: { readonly unused: readonly Algorithm[] }) {
  const send = useSend();
  const task = useTask();
  if (unused.length === 0) return null;
  const add = (alg: Algorithm) =>
    task.run(async () => {
      await send('createSigningKey', { body: { alg } });
      notify(`There are ${alg} keys now. An application that wants them says so in its settings.`);
    });
  return (
    <Section
      title={`There is no key for ${listed(unused)}`}
      sentence="RS256 suits every application. Add another where an application asks for it."
      actions={unused.map((alg) => (
        <Button key={alg} loading={task.running} onClick={() => void add(alg)}>
          Add {alg}
        </Button>
      ))}
    >
      {task.error !== undefined && <ProblemNote error={task.error} />}
    </Section>
  );
}
