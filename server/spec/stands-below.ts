/** Whether one address stands below another: the same scheme, host and port, and a path that goes on from its path. */

/**
 * Both are absolute URLs; `address` in its normal form, without user, query and fragment, so that nobody reads another path
 * out of it. An address stands below itself.
 */
export function standsBelow(address: string, above: string): boolean {
  const [its, other] = [parsed(address), parsed(above)];
  if (its === undefined || other === undefined || !isPlain(its, address)) return false;
  return its.host !== '' && originOf(its) === originOf(other) && closed(its).startsWith(closed(other));
}

function parsed(address: string): URL | undefined {
  return URL.parse(address) ?? undefined;
}

function isPlain({ href, username, password }: URL, address: string): boolean {
  return (href === address || href === `${address}/`) && username + password === '' && !/[?#]/.test(address);
}

/** Schemes that the URL Standard knows nothing of have no origin, and a host all the same. */
function originOf({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

function closed({ pathname }: URL): string {
  return pathname.endsWith('/') ? pathname : `${pathname}/`;
}
