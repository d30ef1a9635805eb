/** Where in the panel an application is that only its client_id is known of. */

/** At that field of its form, where one is named. */
export function applicationNamed(client_id: string, field?: string): string {
  return `/applications/named/${encodeURIComponent(client_id)}${field === undefined ? '' : `#${field}`}`;
}
