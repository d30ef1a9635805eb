/** What holds for the whole office. */
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { screenAt } from '../../screens.ts';
import { SETTING_FIELDS } from './setting-fields.ts';

export default function Settings() {
  const { client } = usePanel();
  const send = useSend();
  const answer = useAnswer('readSettings', {});
  const { title, sentence } = screenAt('/settings');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <Loaded answer={answer}>
        {(loaded) => (
          <>
            <Section title="The office">
              <ChangeForm
                rows={SETTING_FIELDS}
                schema={OPERATIONS.changeSettings.body}
                loaded={loaded}
                read={() => client.call('readSettings', {})}
                save={(body, ifMatch) => send('changeSettings', { body, ifMatch })}
                saved="Saved the settings."
              />
            </Section>
            <Section
              title="The address that everything hangs on"
              sentence="Applications know Lanyard by it. It is set when Lanyard starts, with --issuer; changing it means telling every application."
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
