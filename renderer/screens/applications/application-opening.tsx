/** A link that opens an application and begins the sign-in there, for one that said where. */
import { usePanel } from '../../api/panel.tsx';
import { useStore } from '../../api/store.ts';
import type { Application } from './application-answer.ts';
import { openingOf } from '../../../server/spec/opening-of.ts';

interface ApplicationOpeningProps {
  readonly application: Application;
  readonly issuer: string;
}

export function ApplicationOpening({ application, issuer }: ApplicationOpeningProps) {
  const { desk } = usePanel();
  const state = useStore(desk.state);
  const { initiate_login_uri, client_name, disabled } = application;
  if (initiate_login_uri === undefined || disabled) return null;
  const login_hint = 'session' in state ? state.session.user.username : undefined;
  return (
    <p>
      <a href={openingOf(initiate_login_uri, issuer, login_hint)} target="_blank" rel="noreferrer noopener">
        Open {client_name} and sign in
      </a>
    </p>
  );
}
