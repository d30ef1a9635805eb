/**
 * The script of the signed-out page: goes on as soon as every frame has loaded, and after five seconds whatever became of
 * them. Without it the page's refresh does the same two seconds after the frames. Written for the oldest browsers.
 */
import { asset, type Asset } from './asset.ts';

const SOURCE = `(function () {
  var link = document.getElementById('lanyard-continue');
  var gone = false;
  function goOn() {
    if (gone || !link) return;
    gone = true;
    window.location.replace(link.href);
  }
  if (document.readyState === 'complete') goOn();
  else if (window.addEventListener) window.addEventListener('load', goOn, false);
  else window.onload = goOn;
  window.setTimeout(goOn, 5000);
})();
`;

export const GO_ON_SCRIPT: Asset = asset('go-on', 'js', 'text/javascript; charset=utf-8', SOURCE);
