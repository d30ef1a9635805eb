/**
 * Paths with named places in them, such as `/application/o/{application}/jwks/`: what one matches, and which two of them
 * could match the same path. A place is one whole segment.
 */

/** What stood in the places of a pattern, decoded. */
export type PathParameters = Readonly<Record<string, string>>;

const PLACE = /^\{([a-z_]+)\}$/;
/** Longer than any name that is given out here, encoded. */
const LONGEST_SEGMENT = 600;

/** Undefined where `path` does not match, or a place of it is empty or can't be decoded. RFC 3986 §3.3 */
export function matchPath(pattern: string, path: string): PathParameters | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const found = new Map<string, string>();
  for (const [at, segment] of wanted.entries()) {
    const here = given[at] ?? '';
    const name = placeIn(segment);
    if (name === undefined) {
      if (segment !== here) return undefined;
      continue;
    }
    const value = decode(here);
    if (value === undefined) return undefined;
    found.set(name, value);
  }
  return Object.fromEntries(found);
}

/** The pattern with its places filled in, percent-encoded. Throws Error where one has no value. */
export function fillPath(pattern: string, parameters: PathParameters): string {
  return pattern
    .split('/')
    .map((segment) => {
      const name = placeIn(segment);
      if (name === undefined) return segment;
      const value = parameters[name];
      if (value === undefined) throw new Error(`${pattern} needs ${name}`);
      return encodeURIComponent(value);
    })
    .join('/');
}

/** Whether some path matches both. */
export function patternsOverlap(one: string, other: string): boolean {
  const segments = one.split('/');
  const others = other.split('/');
  return segments.length === others.length && segments.every((segment, at) => overlap(segment, others[at] ?? ''));
}

/** A place is never empty. */
function overlap(one: string, other: string): boolean {
  if (one === other) return true;
  if (placeIn(one) !== undefined) return other !== '';
  return placeIn(other) !== undefined && one !== '';
}

export function hasPlaces(pattern: string): boolean {
  return pattern.includes('{');
}

function placeIn(segment: string): string | undefined {
  return PLACE.exec(segment)?.[1];
}

function decode(segment: string): string | undefined {
  if (segment === '' || segment.length > LONGEST_SEGMENT) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
