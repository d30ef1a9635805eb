/**
 * The script of the check_session_iframe: answers `unchanged`, `changed` or `error` to whoever holds the frame. It asks no
 * server, and it makes SHA-256 itself, because browsers withhold theirs from pages over plain http and the oldest have none.
 * Written for these. OIDC Session Management §3.2
 */
import { asset, type Asset } from './asset.ts';

/** `hex` takes characters up to U+00FF, each as one byte. FIPS 180-4 §6.2 */
const SHA_256 = `
  var K = [], H = [];
  function fraction(root) { return (root - Math.floor(root)) * 4294967296 | 0; }
  for (var n = 2; K.length < 64; n += 1) {
    var prime = true;
    for (var d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (H.length < 8) H.push(fraction(Math.pow(n, 1 / 2)));
    K.push(fraction(Math.pow(n, 1 / 3)));
  }
  function turn(word, by) { return (word >>> by) | (word << (32 - by)); }
  function hex(text) {
    var words = [], length = text.length, i, j;
    for (i = 0; i < length; i += 1) words[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
    words[length >> 2] |= 128 << (24 - (length % 4) * 8);
    var blocks = ((length + 8) >> 6) + 1;
    for (i = 0; i < blocks * 16; i += 1) words[i] = words[i] | 0;
    words[blocks * 16 - 1] = length * 8;
    var hash = H.slice(0);
    for (i = 0; i < words.length; i += 16) {
      var w = words.slice(i, i + 16), s = hash.slice(0);
      for (j = 0; j < 64; j += 1) {
        if (j >= 16) {
          var a = w[j - 15], b = w[j - 2];
          w[j] = (w[j - 16] + w[j - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
        }
        var one = (s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + K[j] + w[j]) | 0;
        var two = ((turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))) | 0;
        s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
      }
      for (j = 0; j < 8; j += 1) hash[j] = (hash[j] + s[j]) | 0;
    }
    var out = '';
    for (i = 0; i < 8; i += 1) out += ('0000000' + (hash[i] >>> 0).toString(16)).slice(-8);
    return out;
  }
`;

/**
 * Without the cookie nothing is known, which is an error and no change: a browser that withholds cookies from frames of
 * another site would otherwise sign people out of applications again and again.
 */
const SOURCE = `(function () {
  'use strict';
${SHA_256}
  function browserState() {
    var name = (location.protocol === 'https:' ? '__Host-' : '') + 'lanyard_state=';
    var pairs = document.cookie.split(';'), found;
    for (var i = 0; i < pairs.length; i += 1) {
      var pair = pairs[i].replace(/^ +/, '');
      if (pair.indexOf(name) === 0) found = pair.slice(name.length);
    }
    return found;
  }
  function judge(message, origin) {
    var parts = typeof message === 'string' && message.length < 4096 && /^([!-~]+) ([0-9a-f]{64})\\.([A-Za-z0-9_-]+)$/.exec(message);
    var state = browserState();
    if (!parts || !state) return 'error';
    return hex(parts[1] + ' ' + origin + ' ' + state + ' ' + parts[3]) === parts[2] ? 'unchanged' : 'changed';
  }
  function receive(event) {
    if (!event.source || !/^https?:/.test(event.origin)) return;
    event.source.postMessage(judge(event.data, event.origin), event.origin);
  }
  if (window.addEventListener) window.addEventListener('message', receive, false);
  else window.attachEvent('onmessage', receive);
})();
`;

export const CHECK_SESSION_SCRIPT: Asset = asset('check-session', 'js', 'text/javascript; charset=utf-8', SOURCE);
