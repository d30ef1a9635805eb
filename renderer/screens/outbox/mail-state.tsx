/** How a mail stands, with what comes next or what came in the way. */
import { Moment } from '../../components/moment.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { STATE_WORDS, type Mail } from './mail.ts';

/** `sends`: whether a server sends mail. */
export function MailState({ mail, sends }: { readonly mail: Mail; readonly sends: boolean }) {
  const { state, error, next_try_at } = mail;
  if (state === 'waiting' && !sends) return <StateWord state="attention">For you to hand over</StateWord>;
  if (state === 'waiting' && error !== null) {
    return (
      <StateWord state="attention">
        Not sent yet
        {next_try_at !== null && (
          <>
            , next try <Moment at={next_try_at} />
          </>
        )}
      </StateWord>
    );
  }
  const { word, look } = STATE_WORDS[state];
  return <StateWord state={look}>{word}</StateWord>;
}
