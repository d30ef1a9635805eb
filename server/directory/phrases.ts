/** Names in sentences that tell an admin what stands in the way. */

const MOST_NAMED = 5;

/** `the application grafana`, `the applications a and b`, `the applications a, b, c, d, e and 7 more`. */
export function applicationsIn(client_ids: readonly string[]): string {
  return `the application${client_ids.length === 1 ? '' : 's'} ${namesIn(client_ids)}`;
}

export function namesIn(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
