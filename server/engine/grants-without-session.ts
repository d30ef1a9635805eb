/** Grants of people who did not sign in here: a password that an application sent on, another server's word, or a hook's. */
import { randomUUID } from 'node:crypto';
import { refreshLimitsOf } from '../directory/refresh-limits.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { Behind } from '../directory/parties.ts';
import type { Context } from './context.ts';
import type { PersonalSubject } from './personal-subject.ts';

/** What was granted, and by what the person was known. */
export type Granted = Pick<Grant, 'scope' | 'audience' | 'offline' | 'amr' | 'acr' | 'origin'>;

/** It hangs on no session, so its `sid` is nobody else's. It lives as long as the token that can last longest. */
export function grantWithoutSession(user: User, application: Application, granted: Granted, cx: Context): Grant {
  const { access_token_lifetime_s } = cx.settings;
  const { lifetime_s } = refreshLimitsOf([cx.settings, application]);
  return {
    id: cx.secrets.random(),
    client_id: application.client_id,
    user_id: user.id,
    sid: randomUUID(),
    ...granted,
    auth_time: cx.now,
    dialect: cx.dialect,
    flow_id: cx.flow_id,
    created_at: cx.now,
    expires_at: cx.now + (granted.offline ? lifetime_s : access_token_lifetime_s),
  };
}

/** The person and the application of such a grant; what is `behind` it stands for session and consent. */
export function subjectWithoutSession(
  user: User,
  application: Application,
  grant: Grant,
  behind: Behind,
): PersonalSubject {
  return { kind: 'user', user, application, grant, session: undefined, consent: undefined, behind };
}
