/** Sends a sample to the service of a grant of the office's own, and shows what it answers. Nothing is issued. */
import { useState } from 'react';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useSend } from '../../api/use-send.ts';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/section.tsx';
import type { FieldRow } from '../../forms/field.ts';
import { NewForm } from '../../forms/new-form.tsx';

type Told = Answered<'tryExtensionGrant'>;

const FIELDS: readonly FieldRow[] = [
  {
    name: 'client_id',
    label: 'Application',
    kind: 'mono',
    needed: true,
    hint: 'The client id of the application that would ask.',
  },
  {
    name: 'parameters',
    label: 'What it sends along',
    kind: 'pairs',
    parts: ['Parameter', 'Value'],
    needed: true,
    hint: 'Whatever your service reads, such as the number of a badge.',
  },
];

const OUTCOMES: Readonly<Record<Told['outcome'], string>> = {
  granted: 'It would get a token.',
  refused: 'The service refuses.',
  unusable: 'The answer can’t be believed, so there is no token.',
  silent: 'The service did not answer.',
};

export function TryGrant({ id }: { readonly id: string }) {
  const send = useSend();
  const [told, setTold] = useState<Told>();
  return (
    <Section title="Try it" sentence="Asks the service as for a token, and shows the answer. Nobody gets anything.">
      <NewForm
        rows={FIELDS}
        schema={OPERATIONS.tryExtensionGrant.body}
        verb="Ask the service"
        make={async (body) => {
          const { value } = await send('tryExtensionGrant', { path: { id }, body });
          return () => setTold(value);
        }}
      />
      <output>{told !== undefined && <Facts facts={factsOf(told)} />}</output>
    </Section>
  );
}

function factsOf({ outcome, subject, subject_known, scope, claims, error, why }: Told) {
  const rows: readonly (readonly [what: string, text: string | undefined])[] = [
    ['Outcome', OUTCOMES[outcome]],
    ['For', subject],
    ['That person', subject_known === undefined ? undefined : subject_known ? 'is here' : 'is not here, or disabled'],
    ['Scopes', scope],
    ['Claims', claims === undefined ? undefined : JSON.stringify(claims)],
    ['Error', error],
    ['Why', why],
  ];
  return rows.flatMap(([what, value]) => (value === undefined ? [] : [{ what, value }]));
}
