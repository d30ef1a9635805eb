/** What an application is called in paths of its own. */

/** Its slug, or its client_id where it has none. */
export function applicationPathName({
  slug,
  client_id,
}: {
  readonly slug?: string;
  readonly client_id: string;
}): string {
  return slug ?? client_id;
}
