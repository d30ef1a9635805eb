/** What a configuration document shows to be wrong by itself, beyond the schema: faults within an entry, and entries that stand twice. */
import { ENTRY_SCHEMAS } from '../contract/configuration.ts';
import type { Entries, SectionName } from '../contract/configuration.ts';
import type { Fault } from './refusal.ts';
import { SECTION_NAMES, SECTIONS } from './sections/index.ts';
import type { Refuse, Section } from './section.ts';

/** Checks every entry that fits the schema, also where others don't, so that everything can be told at once. */
export function checkEntries(document: object): readonly Fault[] {
  return SECTION_NAMES.flatMap((name) => checkSection(name, document));
}

function checkSection<S extends SectionName>(name: S, document: object): readonly Fault[] {
  const raw: unknown = Object.entries(document).find(([key]) => key === name)?.[1];
  if (!Array.isArray(raw)) return [];
  const section: Section<Entries[S]> = SECTIONS[name];
  const schema: EntrySchema<Entries[S]> = SCHEMAS[name];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  raw.forEach((value: unknown, index) => {
    const entry = schema.safeParse(value).data;
    if (entry === undefined) return;
    const refuse: Refuse = (path, reason) => {
      faults.push({ path: [name, index, ...path], reason });
    };
    section.check?.(entry, refuse);
    const before = seen.get(section.key(entry));
    if (before === undefined) seen.set(section.key(entry), index);
    else refuse([section.keyField], `is the same as that of ${name}[${before}]`);
  });
  return faults;
}

interface EntrySchema<E> {
  safeParse(value: unknown): { readonly data?: E | undefined };
}
const SCHEMAS: { readonly [S in SectionName]: EntrySchema<Entries[S]> } = ENTRY_SCHEMAS;
