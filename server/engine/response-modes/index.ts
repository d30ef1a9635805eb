/** The table of response modes. */
import { formPost } from './form-post.ts';
import { fragment } from './fragment.ts';
import { query } from './query.ts';
import type { ResponseModeRow } from './response-mode.ts';
import { webMessage } from './web-message.ts';

export const RESPONSE_MODES: readonly ResponseModeRow[] = [query, fragment, formPost, webMessage];
