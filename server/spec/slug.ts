/** A name as it can stand in an address. */

/** Lower case, with one hyphen for whatever a URL would have to encode; empty where nothing of it can stand there. */
export function slugIn(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** What an office or a group is called in addresses: programs compare it, so that it is never empty. */
export function slugOf(name: string): string {
  return slugIn(name) || 'office';
}

const LONGEST = 100;

/** What an application could be called in addresses, by its name: letters lose their accents. Empty where nothing is left. */
export function proposedSlug(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return slugIn(plain).slice(0, LONGEST).replace(/-$/, '');
}
