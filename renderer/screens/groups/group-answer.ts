/** A group as the admin API answers it. */
import type { Answered } from '../../../server/contract/admin/types.ts';

export type Group = Answered<'readGroup'>;
