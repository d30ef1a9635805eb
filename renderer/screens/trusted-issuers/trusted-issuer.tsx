/** One trusted issuer: where its keys are, whom it speaks of, and what it may vouch for. */
import { useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { RemoveSection } from '../../components/remove-section.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { TRUSTED_ISSUER_FIELDS } from './trusted-issuer-fields.ts';

const UP = { href: '/trusted-issuers', title: 'Trusted issuers' };

export default function TrustedIssuerScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readTrustedIssuer', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <TrustedIssuerView key={id} loaded={loaded} />}
    </Loaded>
  );
}

function TrustedIssuerView({ loaded }: { readonly loaded: Answer<Answered<'readTrustedIssuer'>> }) {
  const { client } = usePanel();
  const send = useSend();
  const { value: issuer } = loaded;
  const path = { id: issuer.id };
  const read = () => client.call('readTrustedIssuer', { path });
  const from = useFromVersion(loaded, read);
  return (
    <>
      <ScreenHead title={issuer.name} up={UP} sentence={<code>{issuer.issuer}</code>} />
      <Section title="What it may say">
        <ChangeForm
          rows={TRUSTED_ISSUER_FIELDS}
          schema={OPERATIONS.changeTrustedIssuer.body}
          loaded={loaded}
          read={read}
          save={(body, ifMatch) => send('changeTrustedIssuer', { path, body, ifMatch })}
          saved={`Saved ${issuer.name}.`}
        />
      </Section>
      <RemoveSection
        title="Trust it no more"
        sentence="What it vouched for ends at once."
        question={{
          title: `Trust ${issuer.name} no more?`,
          verb: `Remove ${issuer.name}`,
          typed: issuer.issuer,
          what: <p>Applications get no more tokens for people whom it vouches for, and those that are out end.</p>,
        }}
        remove={() => from((ifMatch) => send('removeTrustedIssuer', { path, ifMatch }))}
        removed={`${issuer.name} is trusted no more.`}
        up={UP.href}
      />
    </>
  );
}
