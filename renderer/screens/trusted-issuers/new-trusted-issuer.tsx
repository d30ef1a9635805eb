/** Trusts another server. */
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import { NEW_TRUSTED_ISSUER, NEW_TRUSTED_ISSUER_FIELDS } from './trusted-issuer-fields.ts';

export default function NewTrustedIssuer() {
  const send = useSend();
  const [, navigate] = useLocation();
  const { title, sentence } = screenAt('/trusted-issuers/new');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} up={{ href: '/trusted-issuers', title: 'Trusted issuers' }} />
      <Section title="Which server, and what it may say">
        <NewForm
          rows={NEW_TRUSTED_ISSUER_FIELDS}
          schema={OPERATIONS.createTrustedIssuer.body}
          start={NEW_TRUSTED_ISSUER}
          verb="Trust it"
          make={async (body) => {
            const { value } = await send('createTrustedIssuer', { body });
            return () => {
              notify(`${value.name} is trusted now.`);
              navigate('/trusted-issuers');
            };
          }}
        />
      </Section>
    </>
  );
}
