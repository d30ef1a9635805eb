/** Where the window stands: where it stood last, unless that screen is gone. */

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const SMALLEST = { width: 390, height: 480 };
const USUAL = { width: 1280, height: 860 };
/** So much of the title bar has to lie on a screen for a hand to reach it. */
const REACHABLE_PX = 60;

/** `screens` are the parts of the screens that windows may use. Without `x` and `y` the system chooses the place. */
export function boundsFor(kept: Bounds | undefined, screens: readonly Bounds[]): Bounds | typeof USUAL {
  if (kept === undefined || !screens.some((screen) => isReachable(kept, screen))) return USUAL;
  return { ...kept, width: Math.max(kept.width, SMALLEST.width), height: Math.max(kept.height, SMALLEST.height) };
}

function isReachable({ x, y, width }: Bounds, screen: Bounds): boolean {
  const overlap = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  return overlap >= REACHABLE_PX && y >= screen.y && y <= screen.y + screen.height - REACHABLE_PX;
}

export function isBounds(said: unknown): said is Bounds {
  if (typeof said !== 'object' || said === null) return false;
  const { x, y, width, height } = said as Record<string, unknown>;
  return [x, y, width, height].every((value) => Number.isInteger(value));
}
