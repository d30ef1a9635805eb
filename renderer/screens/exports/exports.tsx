/** Everything that Lanyard knows, in files that other programs read. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { usePanel } from '../../api/panel.tsx';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Rows } from '../../components/rows.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { screenAt } from '../../screens.ts';
import { saveAs } from './save-as.ts';

const EXPORTS = [
  {
    kind: 'configuration',
    title: 'The whole configuration',
    file: 'office.lanyard.yaml',
    detail:
      'Everything that stands in this panel, as one document that Lanyard reads again. Passwords and secrets as hashes.',
  },
  { kind: 'users', title: 'People', file: 'people.csv', detail: 'A table for a spreadsheet.' },
  {
    kind: 'applications',
    title: 'Applications',
    file: 'applications.json',
    detail: 'In the words of dynamic client registration, for other providers.',
  },
  {
    kind: 'jwks',
    title: 'Public keys',
    file: 'jwks.json',
    detail: 'What applications check signatures with. Nothing in it is secret.',
  },
  {
    kind: 'audit-events',
    title: 'Audit events',
    file: 'audit-events.jsonl',
    detail: 'One event a line, each with the hash that chains it to the one before.',
  },
] as const;

export default function Exports() {
  const { client } = usePanel();
  const task = useTask();
  const [busy, setBusy] = useState<string>();
  const { title, sentence } = screenAt('/exports');
  const take = async (kind: string, file: string) => {
    setBusy(kind);
    await task.run(async () => {
      const went = await saveAs(await client.download('exportDocument', { path: { kind } }), file);
      if (went === 'saved') notify(`Saved ${file}.`);
      if (went === 'downloads') notify(`${file} is on its way to your downloads.`);
    });
    setBusy(undefined);
  };
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <Section title="Files to take away">
        {task.error !== undefined && <ProblemNote error={task.error} />}
        <Rows
          empty=""
          rows={EXPORTS.map(({ kind, title: name, file, detail }) => ({
            key: kind,
            title: name,
            detail: (
              <>
                {detail} <code>{file}</code>
              </>
            ),
            action: (
              <Button
                leftSection={<IconDownload size={18} />}
                loading={busy === kind}
                aria-label={`Download ${file}`}
                onClick={() => void take(kind, file)}
              >
                Download
              </Button>
            ),
          }))}
        />
      </Section>
    </>
  );
}
