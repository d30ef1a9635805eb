/** Whether the desktop program starts with this computer. In a browser there is nothing to choose, and nothing is shown. */
import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { shell } from '../../api/shell.ts';
import { useTask } from '../../api/use-task.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';

export function Autostart() {
  const desktop = shell();
  // Null until it is known, and where this computer can't.
  const [on, setOn] = useState<boolean | null>(null);
  const task = useTask();
  useEffect(() => {
    desktop?.getAutostart().then(setOn, () => setOn(null));
  }, [desktop]);
  if (desktop === undefined || on === null) return null;
  const turn = (wanted: boolean) => task.run(async () => setOn(await desktop.setAutostart(wanted)));
  return (
    <Section title="This computer" sentence="While Lanyard does not run here, nobody can sign in to any application.">
      <Switch
        label="Start Lanyard with this computer"
        description="It starts in the background when you sign in to this computer."
        checked={on}
        disabled={task.running}
        onChange={(event) => void turn(event.currentTarget.checked)}
      />
      {task.error !== undefined && <ProblemNote error={task.error} />}
    </Section>
  );
}
