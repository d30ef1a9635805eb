/** An application as the admin API answers it. */
import type { Answered } from '../../../server/contract/admin/types.ts';

export type Application = Answered<'readApplication'>;
