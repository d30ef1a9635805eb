/** Every file that pages refer to; the edge serves each under its path, cacheable for ever. */
import { asset, type Asset } from './asset.ts';
import { CHECK_SESSION_SCRIPT } from './check-session-script.ts';
import { FONTS } from './fonts.ts';
import { FORM_POST_SCRIPT } from './form-post-script.ts';
import { GO_ON_SCRIPT } from './go-on-script.ts';
import { markSvg } from './mark.ts';
import { STYLESHEET, STYLESHEET_IN } from './style/stylesheet.ts';
import { WEB_MESSAGE_SCRIPT } from './web-message-script.ts';

/** The picture in the browser's tab. */
export const FAVICON: Asset = asset('mark', 'svg', 'image/svg+xml', markSvg);

export const ASSETS: readonly Asset[] = [
  STYLESHEET,
  STYLESHEET_IN.light,
  STYLESHEET_IN.dark,
  FORM_POST_SCRIPT,
  GO_ON_SCRIPT,
  CHECK_SESSION_SCRIPT,
  WEB_MESSAGE_SCRIPT,
  FAVICON,
  ...FONTS.map((font) => font.asset),
];
