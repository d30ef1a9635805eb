/** The dialects that are served fit together. */
import { describe } from 'vitest';
import { DIALECTS } from '../../server/dialects/index.ts';
import { describeDialects } from '../conformance/dialect.ts';

describe('the dialects that are served', () => {
  describeDialects(DIALECTS);
});
