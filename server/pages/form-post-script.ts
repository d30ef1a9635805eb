/** The script of the form_post page: sends the form without waiting for the button. Written for the oldest browsers. */
import { asset, type Asset } from './asset.ts';

/** `submit` is taken from the prototype, because a field named `submit` would hide the form's own. */
const SOURCE = `(function () {
  var form = document.getElementById('lanyard-form-post');
  if (form) HTMLFormElement.prototype.submit.call(form);
})();
`;

export const FORM_POST_SCRIPT: Asset = asset('form-post', 'js', 'text/javascript; charset=utf-8', SOURCE);
