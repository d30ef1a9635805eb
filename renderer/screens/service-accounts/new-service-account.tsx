/** Adds a service account and shows it with its first app password, once. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { type Secret, SecretDialog } from '../../components/secret-dialog.tsx';
import { Section } from '../../components/section.tsx';
import { NewForm } from '../../forms/new-form.tsx';
import { screenAt } from '../../screens.ts';
import { SERVICE_ACCOUNT_FIELDS } from './service-account-fields.ts';

interface Made {
  readonly id: string;
  readonly secret: Secret;
}

export default function NewServiceAccount() {
  const send = useSend();
  const [, navigate] = useLocation();
  const [made, setMade] = useState<Made>();
  const { title, sentence } = screenAt('/service-accounts/new');
  const close = () => {
    const id = made?.id ?? '';
    setMade(undefined);
    navigate(`/service-accounts/${id}`);
  };
  return (
    <>
      <ScreenHead title={title} sentence={sentence} up={{ href: '/service-accounts', title: 'Service accounts' }} />
      <Section title="What it is">
        <NewForm
          rows={SERVICE_ACCOUNT_FIELDS}
          schema={OPERATIONS.createServiceAccount.body}
          verb="Add the service account"
          make={async (body) => {
            const { value } = await send('createServiceAccount', { body });
            const { id, name, username, app_password } = value;
            return () =>
              setMade({
                id,
                secret: {
                  title: `${name} is there`,
                  lines: [
                    { what: 'Username', wire: 'username', text: username },
                    { what: 'App password', wire: 'password', text: app_password.password },
                  ],
                  note: (
                    <>
                      At the token endpoint it sends both with <code>grant_type=client_credentials</code>.
                    </>
                  ),
                },
              });
          }}
        />
      </Section>
      <SecretDialog secret={made?.secret} onClose={close} />
    </>
  );
}
