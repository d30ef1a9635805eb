/** Where a cited section can be read. Pure. */
import { SPECIFICATIONS } from '../../server/spec/references.ts';

/** `RFC 6749 §4.1.3` is the address of the RFC with #section-4.1.3; undefined for what references.ts does not know. */
export function specAddress(spec: string): string | undefined {
  const [, name = '', section, appendix] = /^(.*?)(?: §([\d.]+)| Appendix ([A-Z][\d.]*))?$/.exec(spec) ?? [];
  const address = Object.entries(SPECIFICATIONS).find(([known]) => known === name)?.[1];
  if (address === undefined) return undefined;
  if (!name.startsWith('RFC ')) return address;
  if (section !== undefined) return `${address}#section-${section}`;
  return appendix === undefined ? address : `${address}#appendix-${appendix}`;
}
