/** The dialects that are served fit together, and so do their REST calls. */
import { describe } from 'vitest';
import { DIALECTS } from '../../server/dialects/index.ts';
import { CLIENT_DESK } from '../../server/engine/client-desk.ts';
import { APP_PASSWORD_DESK } from '../../server/engine/prove-app-password.ts';
import { SIGN_IN_DESK } from '../../server/engine/sign-in-desk.ts';
import { findLiveToken } from '../../server/engine/tokens/lookup.ts';
import type { Office } from '../../server/facades/facade.ts';
import { createFacades } from '../../server/facades/index.ts';
import { describeDialects } from '../conformance/dialect.ts';
import { describeFacades } from '../conformance/facade.ts';

describe('the dialects that are served', () => {
  describeDialects(DIALECTS);
});

describe('the REST calls that are served', () => {
  // No call is made: it is there so that the rows which change the office are.
  const office = { house: {} } as Office;
  const house = {
    findToken: findLiveToken,
    clients: CLIENT_DESK,
    appPasswords: APP_PASSWORD_DESK,
    sign_in: SIGN_IN_DESK,
    defaultsFor: () => ({}),
  };
  describeFacades(createFacades(house, office), DIALECTS);
});
