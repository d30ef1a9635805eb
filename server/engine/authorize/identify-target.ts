/**
 * Where an authorization response may go: the application and one of its redirect URIs. Until both are certain nothing is
 * sent anywhere; what is wrong here stands on a page of ours. After it, every refusal travels back to the application.
 */
import { isPublic } from '../../directory/applications.ts';
import { registeredBy } from '../../directory/registered-by.ts';
import { explainMismatch, matchRedirectUri } from '../../spec/redirect-uri.ts';
import type { Params } from '../../spec/params.ts';
import type { Application } from '../../storage/records/directory.ts';
import { findApplicationAsked } from './find-application-asked.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';
import type { Step } from '../step.ts';
import type { Target } from './target.ts';

const FROM_THE_APPLICATION =
  'This is set in the application that sent you here; whoever looks after it can put it right.';

export const identifyTarget: Step<Params, Target> = {
  name: 'identify-target',
  spec: 'RFC 6749 §4.1.2.1',
  async run(params, cx) {
    refuseAmbiguous(params);
    const client_id = params.get('client_id');
    if (client_id === undefined) {
      throw new PageError('invalid_request', {
        title: 'The application did not say who it is',
        detail: 'The request for sign-in has no client_id.',
        remedy: FROM_THE_APPLICATION,
      });
    }
    const application = await findApplicationAsked(client_id, cx);
    if (application === undefined) {
      throw new PageError('invalid_client', {
        title: 'This application is not known here',
        detail: `A request came for the client_id “${client_id.slice(0, 200)}”, and no application has it.`,
        remedy:
          'Compare the client id in the application’s settings with those that Lanyard shows under Applications. An admin can add the application there.',
      });
    }
    if (application.registration?.awaits_approval === true) {
      throw new PageError('unauthorized_client', {
        title: `${application.client_name} has to be approved first`,
        detail: whyItWaits(application),
        remedy: 'Ask an admin: it waits in the panel, under Applications.',
      });
    }
    if (application.disabled) {
      throw new PageError('unauthorized_client', {
        title: `${application.client_name} is switched off`,
        detail: 'An admin has disabled sign-in for this application.',
        remedy: 'Ask an admin of this office if you need it.',
      });
    }
    return { application, ...chooseRedirectUri(application, params, cx), params };
  },
};

/** Whoever reads it has been sent here by the application, and is often the one who entered it. */
function whyItWaits(application: Application): string {
  const changed = application.registration?.approval?.said !== undefined;
  if (registeredBy(application) === 'person') {
    return changed
      ? 'Somebody of your office entered this application, and changed it after an admin had approved it. No admin has approved the change yet.'
      : 'Somebody of your office entered this application, and no admin has approved it yet.';
  }
  return changed
    ? 'This application says something else of itself than what an admin of this office approved, and no admin has approved that yet.'
    : 'This application introduced itself, and no admin of this office has let it work yet.';
}

function refuseAmbiguous(params: Params): void {
  const twice = params.repeated.find((name) => name === 'client_id' || name === 'redirect_uri');
  if (twice === undefined) return;
  throw new PageError('invalid_request', {
    title: 'The request for sign-in contradicts itself',
    detail: `It has more than one ${twice}; exactly one was expected.`,
    remedy: FROM_THE_APPLICATION,
  });
}

function chooseRedirectUri(
  application: Application,
  params: Params,
  { traits }: Context,
): Pick<Target, 'redirect_uri' | 'redirect_uri_sent'> {
  const received = params.get('redirect_uri');
  const [first, another] = application.redirect_uris;
  if (received === undefined) {
    const openid = (params.get('scope') ?? '').split(' ').includes('openid');
    const certain = another === undefined || traits[application.dialect]?.redirect_uri === 'optional';
    if (first !== undefined && certain && !openid) return { redirect_uri: first, redirect_uri_sent: false };
    throw new PageError('invalid_request', {
      title: `${application.client_name} did not say where to send you back`,
      detail: 'The request for sign-in has no redirect_uri, and one was expected.',
      remedy: FROM_THE_APPLICATION,
    });
  }
  if (matchRedirectUri(received, application.redirect_uris, { native: isPublic(application) })) {
    return { redirect_uri: received, redirect_uri_sent: true };
  }
  throw new PageError('invalid_redirect_uri', {
    title: `${application.client_name} asked to send you back to an address that it may not use`,
    detail:
      'An application may only send people to addresses that an admin has entered for it. This is none of them, so nothing was sent there.',
    remedy:
      'If you trust the address that the application sent, an admin can add it in Lanyard, among the redirect addresses of this application, exactly as it stands.',
    mismatch: explainMismatch(received.slice(0, 2000), application.redirect_uris),
  });
}
