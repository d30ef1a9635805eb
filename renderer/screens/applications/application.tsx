/** One application: what to type into it, who may use it, what it holds, and how it is set up. */
import { useState } from 'react';
import { useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { useSure } from '../../components/use-sure.ts';
import { ChangeForm } from '../../forms/change-form.tsx';
import { addressChange } from './address-change.ts';
import { addressLoss } from './address-loss.tsx';
import { type Application, sendsToBrowser } from './application-answer.ts';
import { ApplicationApproval } from './application-approval.tsx';
import { ApplicationConnection } from './application-connection.tsx';
import { ApplicationDanger } from './application-danger.tsx';
import { ApplicationEvents } from './application-events.tsx';
import { APPLICATION_FIELDS } from './application-fields.ts';
import { ApplicationFromSettings } from './application-from-settings.tsx';
import { ApplicationGrants } from './application-grants.tsx';
import { ApplicationKeys } from './application-keys.tsx';
import { ApplicationLogouts } from './application-logouts.tsx';
import { ApplicationOwner } from './application-owner.tsx';
import { ApplicationSecretDialog, type MadeSecret } from './application-secret-dialog.tsx';
import { ApplicationSecrets } from './application-secrets.tsx';
import { ApplicationState } from './application-state.tsx';
import { LegacyNote } from './legacy-note.tsx';
import { RedirectCheck } from './redirect-check.tsx';
import { useOwnGrants } from './use-own-grants.ts';

/** Methods without a secret to show or make. */
const SECRETLESS: ReadonlySet<string> = new Set([
  'none',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
]);

const UP = { href: '/applications', title: 'Applications' };

export default function ApplicationScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readApplication', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <ApplicationView key={id} loaded={loaded} />}
    </Loaded>
  );
}

function ApplicationView({ loaded }: { readonly loaded: Answer<Application> }) {
  const { client } = usePanel();
  const send = useSend();
  const [secret, setSecret] = useState<MadeSecret>();
  const { value: application } = loaded;
  const hasKeys = application.jwks !== undefined || application.jwks_uri !== undefined;
  const hearsOfSignOuts =
    application.backchannel_logout_uri !== undefined || application.frontchannel_logout_uri !== undefined;
  const byBrowser = sendsToBrowser(application.grant_types);
  const path = { id: application.id };
  const rows = useOwnGrants(APPLICATION_FIELDS);
  const { sure, dialog } = useSure();
  /** The address need not answer to be saved, but whoever typed it should know. */
  const tellUnread = async () => {
    const { problem } = (await client.call('readApplicationKeys', { path })).value;
    if (problem !== null) notify(`${problem.sentence} It is saved all the same.`);
  };
  return (
    <>
      <ScreenHead title={application.client_name} up={UP} sentence={<ApplicationState application={application} />} />
      {application.unchecked && (application.awaits_approval || !application.disabled) && (
        <ApplicationApproval loaded={loaded} />
      )}
      {application.entered_by !== undefined && <ApplicationFromSettings />}
      {application.owner_id !== undefined && <ApplicationOwner loaded={loaded} />}
      <LegacyNote grant_types={application.grant_types} response_types={application.response_types} />
      <ApplicationConnection application={application} />
      {!SECRETLESS.has(application.token_endpoint_auth_method) && <ApplicationSecrets application={application} />}
      {hasKeys && <ApplicationKeys application={application} />}
      {byBrowser && <RedirectCheck loaded={loaded} />}
      <Section title="How it is set up">
        <ChangeForm
          rows={rows}
          schema={OPERATIONS.changeApplication.body}
          loaded={loaded}
          read={() => client.call('readApplication', { path })}
          save={async (body, ifMatch) => {
            await sure(addressLoss(application, addressChange(application, body)));
            const answer = await send('changeApplication', { path, body, ifMatch });
            if (typeof body.jwks_uri === 'string') void tellUnread();
            const { client_secret } = answer.value;
            if (client_secret !== undefined) {
              setSecret({ ...answer.value, client_secret, title: 'It has a secret now' });
            }
            return answer;
          }}
          saved={`Saved ${application.client_name}.`}
          preview={({ grant_types, response_types }) => (
            <LegacyNote grant_types={grant_types} response_types={response_types} />
          )}
        />
      </Section>
      <ApplicationEvents application={application} />
      <ApplicationGrants application={application} />
      {hearsOfSignOuts && <ApplicationLogouts application={application} />}
      <ApplicationDanger loaded={loaded} />
      <LossDialog {...dialog} />
      <ApplicationSecretDialog made={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}
