/** The people in the tests' pages: one as they mostly are, and one whose name takes all the room there is. */
import type { PersonView } from '../../server/contract/page-parts.ts';

export const alice: PersonView = { name: 'Alice Example', username: 'alice' };
export const longPerson: PersonView = {
  name: 'Maximiliane-Alexandra von Hohenlohe-Waldenburg-Schillingsfürst',
  username: 'maximiliane-alexandra.von-hohenlohe-waldenburg-schillingsfuerst@example.lan',
};
