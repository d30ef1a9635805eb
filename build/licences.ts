/** The licences of everything that is delivered with Lanyard, in one text: what was bundled, and what lies beside it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUT, ROOT } from './paths.ts';

/** Vite writes it beside each bundle; it goes once it has been read. */
export const LICENCES_OF_BUNDLE = 'licences.json';

/** The text that is delivered. */
export const LICENCES = join(OUT, 'licences.txt');

const BUNDLES = ['renderer', 'server', 'electron', 'preload'];
/** Delivered as they are: what hashes passwords, and the pages' font. */
const BESIDE = ['@node-rs/argon2', '@fontsource-variable/inter'];

interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly identifier: string;
  readonly text: string;
}

/** Throws where a package brings no licence at all: that must be a decision of somebody's. */
export function writeLicences(): void {
  const found = new Map<string, Licence>();
  for (const licence of [...BUNDLES.flatMap(licencesOfBundle), ...BESIDE.map(licenceOfPackage)]) {
    if (licence.identifier === '' && licence.text === '') throw new Error(`${licence.name} has no licence`);
    found.set(licence.name, licence);
  }
  const all = [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  writeFileSync(LICENCES, all.map(inWords).join(`\n${'-'.repeat(80)}\n\n`));
}

function licencesOfBundle(bundle: string): readonly Licence[] {
  const file = join(OUT, bundle, LICENCES_OF_BUNDLE);
  if (!existsSync(file)) return [];
  const said = JSON.parse(readFileSync(file, 'utf8')) as readonly Partial<Licence>[];
  rmSync(file);
  return said.map(({ name = '', version = '', identifier = '', text = '' }) => ({ name, version, identifier, text }));
}

function licenceOfPackage(name: string): Licence {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return { name, version: version ?? '', identifier: license ?? '', text };
}

function inWords({ name, version, identifier, text }: Licence): string {
  return `${name} ${version}\nLicence: ${identifier}\n\n${text.trim()}\n`;
}
