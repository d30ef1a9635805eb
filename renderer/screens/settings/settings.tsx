/** What holds for the whole office. */
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered, Body } from '../../../server/contract/admin/types.ts';
import { isLoopback } from '../../../server/spec/loopback.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { LossDialog } from '../../components/loss-dialog.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { StartAgain } from '../../components/start-again.tsx';
import { useSure } from '../../components/use-sure.ts';
import { ChangeForm } from '../../forms/change-form.tsx';
import { screenAt } from '../../screens.ts';
import { adminFromLoss } from './admin-from-loss.tsx';
import { Autostart } from './autostart.tsx';
import { MailServer } from './mail-server.tsx';
import { SETTING_FIELDS } from './setting-fields.ts';
import { SignInWays } from './sign-in-ways.tsx';

type SettingsView = Answered<'readSettings'>;

export default function Settings() {
  const answer = useAnswer('readSettings', {});
  const { title, sentence } = screenAt('/settings');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <Loaded answer={answer}>
        {(loaded) => (
          <>
            <Office loaded={loaded} />
            <SignInWays loaded={loaded} />
            <MailServer loaded={loaded} />
            <Autostart />
            <Section
              title="The address that everything hangs on"
              sentence="Applications know Lanyard by it. It is set when Lanyard starts, with --issuer, as encryption is with --tls; changing it means telling every application."
            >
              <Facts
                facts={[
                  {
                    what: 'Issuer',
                    wire: 'issuer',
                    value: <Copyable text={loaded.value.issuer} what="the issuer" />,
                  },
                ]}
              />
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}

function Office({ loaded }: { readonly loaded: Answer<SettingsView> }) {
  const { client } = usePanel();
  const send = useSend();
  const { sure, dialog } = useSure();
  const lossOf = ({ admin_from: after }: Body<'changeSettings'>) => {
    const { admin_from: before, issuer } = loaded.value;
    const here = isLoopback(window.location.hostname);
    return adminFromLoss({ before, after, here, encrypted: issuer.startsWith('https:') });
  };

  return (
    <Section title="The office">
      <ChangeForm
        rows={SETTING_FIELDS}
        schema={OPERATIONS.changeSettings.body}
        loaded={loaded}
        read={() => client.call('readSettings', {})}
        save={async (body, ifMatch) => {
          await sure(lossOf(body));
          return send('changeSettings', { body, ifMatch });
        }}
        saved="Saved the settings."
        preview={() => <StartAgain />}
      />
      <LossDialog {...dialog} />
    </Section>
  );
}
