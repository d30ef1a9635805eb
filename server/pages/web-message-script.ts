/** The script of the web_message page: posts the response to the one origin that may have it. Written for the oldest browsers. */
import { asset, type Asset } from './asset.ts';

const SOURCE = `(function () {
  var place = document.getElementById('lanyard-web-message');
  var other = window.opener || (window.parent === window ? null : window.parent);
  if (!place || !other) return;
  var message = { type: 'authorization_response', response: JSON.parse(place.getAttribute('data-response')) };
  other.postMessage(message, place.getAttribute('data-origin'));
})();
`;

export const WEB_MESSAGE_SCRIPT: Asset = asset('web-message', 'js', 'text/javascript; charset=utf-8', SOURCE);
