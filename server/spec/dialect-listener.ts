/** Where one dialect has an address to itself, as people write it: `gitea=8081` or `gitea=git.example.lan`. */

export interface DialectListener {
  /** As it was given; whether it is served, the reader asks. */
  readonly dialect: string;
  readonly at: { readonly kind: 'port'; readonly port: number } | { readonly kind: 'name'; readonly host: string };
}

/** A host name in lower case: a browser spells it so. */
const NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Whatever ends in a number is read as an address. URL Standard §3.5 */
const LIKE_AN_ADDRESS = /(?:^|\.)\d+$/;

/** Undefined for what is neither. A port is 1 to 65535; an address (192.168.1.5) is no name. */
export function parseDialectListener(text: string): DialectListener | undefined {
  const [, dialect = '', where = ''] = /^([a-z0-9]{1,20})=(\S{1,300})$/.exec(text) ?? [];
  if (dialect === '') return undefined;
  if (/^\d+$/.test(where)) {
    const port = Number(where);
    return port >= 1 && port <= 65_535 ? { dialect, at: { kind: 'port', port } } : undefined;
  }
  const host = where.toLowerCase();
  return NAME.test(host) && !LIKE_AN_ADDRESS.test(host) ? { dialect, at: { kind: 'name', host } } : undefined;
}
