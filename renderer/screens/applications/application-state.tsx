/** Who can sign in to an application, as a sentence. */
import { StateWord } from '../../components/state-word.tsx';
import { listed } from '../../words/count.ts';
import { type Application, sendsToBrowser, signsPeopleIn, waysWithoutSignIn } from './application-answer.ts';
import { isAway, useOwner } from './use-owner.ts';

export function ApplicationState({ application }: { readonly application: Application }) {
  const away = isAway(useOwner(application));
  const { allowed_groups, awaits_approval, disabled, grant_types, redirect_uris } = application;
  if (awaits_approval) {
    return <StateWord state="attention">It waits for an admin: nobody can sign in to it yet</StateWord>;
  }
  if (disabled) return <StateWord state="quiet">Disabled: nobody can sign in to it</StateWord>;
  if (away) return <StateWord state="attention">It stands still: whoever registered it is away</StateWord>;
  if (!signsPeopleIn(grant_types)) {
    return <StateWord state="good">{waysWithoutSignIn(grant_types)}: nobody signs in to it</StateWord>;
  }
  if (sendsToBrowser(grant_types) && redirect_uris.length === 0) {
    return <StateWord state="attention">Nobody can sign in to it until it has a redirect address</StateWord>;
  }
  return (
    <StateWord state="good">
      Open to {allowed_groups.length === 0 ? 'everyone' : `people in ${listed(allowed_groups)}`}
    </StateWord>
  );
}
