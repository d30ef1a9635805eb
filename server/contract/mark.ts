/** The mark's geometry, drawn once for the pages, the panel and every icon: a badge hanging from a cord, a keyhole cut into it. */

/** Card, slot for the cord and keyhole in one even-odd path, in a field 44 wide; the card's top edge is y 34, its foot y 86. */
export const BADGE =
  'M8 34h28a7 7 0 0 1 7 7v38a7 7 0 0 1-7 7H8a7 7 0 0 1-7-7V41a7 7 0 0 1 7-7z' +
  'M18 39.5a2 2 0 0 0 0 4h8a2 2 0 0 0 0-4z' +
  'M22 52a7 7 0 0 0-3.6 13L16.5 75h11l-1.9-10A7 7 0 0 0 22 52z';

/** Straight up out of the picture. */
export const CORD_STRAIGHT = 'M22 41.5V24';

/** Up and round into a level line at y 1.5, where the rule of a page header takes over. */
export const CORD_TURNING = 'M22 41.5V15.5a14 14 0 0 1 14-14h28';
