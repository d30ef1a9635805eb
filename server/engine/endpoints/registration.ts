/** Applications that register themselves, and look after their registration. Who may is a setting: off, approval or open. */
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Endpoint } from '../endpoint.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { endRegistration, readRegistration, replaceRegistration } from '../registration/manage.ts';
import { register } from '../registration/register.ts';

export const registration: Endpoint = {
  name: 'register',
  spec: 'RFC 7591 §3',
  methods: ['POST', 'GET', 'PUT', 'DELETE'],
  audience: 'application',
  cors: false,
  json: true,
  available: (settings) => settings.dynamic_registration !== 'off',
  run(request, cx) {
    if (cx.settings.dynamic_registration === 'off') {
      throw new OAuthError('access_denied', 'applications cannot register themselves here', { status: 403 });
    }
    refuseRepeated(request.params);
    return RUNS[request.method](request, cx);
  },
};

const RUNS = { POST: register, GET: readRegistration, PUT: replaceRegistration, DELETE: endRegistration } as const;
