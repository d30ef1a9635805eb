/**
 * `npm run package`: installers of the desktop program for this platform, under build/dist; with `--dir` the unpacked
 * program alone. LANYARD_ELECTRON_DIST names a distribution of Electron to use instead of fetching one.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.ts';
import { packageConfiguration, requireNativeModule } from './package-configuration.ts';
import { ROOT } from './paths.ts';

/** What of electron-builder is used. */
interface Builder {
  build(options: object): Promise<readonly string[]>;
  readonly Arch: Readonly<Record<number, string>>;
}

interface Packing {
  readonly electronPlatformName: string;
  /** A key of the builder's own table. */
  readonly arch: number;
}

const builder = createRequire(import.meta.url)('electron-builder') as Builder;

const given = process.argv.slice(2);
const unknown = given.filter((argument) => argument !== '--dir');
if (unknown.length > 0) {
  console.error(`${unknown.join(' ')} is not an option here; there is --dir, for the unpacked program alone.`);
  process.exit(2);
}
if (!ensureBuilt()) {
  console.error('Nothing was packed, because Lanyard could not be built; the lines above say why.');
  process.exit(1);
}

const { LANYARD_ELECTRON_DIST: electronDist, LANYARD_PACKAGE_OUTPUT: output } = process.env;
const config = {
  ...packageConfiguration({ electronDist, output: output ?? join(ROOT, 'build/dist') }),
  beforePack({ electronPlatformName, arch }: Packing) {
    requireNativeModule(electronPlatformName, builder.Arch[arch] ?? '');
  },
};
try {
  const made = await builder.build({
    projectDir: ROOT,
    config,
    publish: 'never',
    ...(given.length > 0 ? { dir: true } : {}),
  });
  for (const file of made) console.log(file);
} catch (error) {
  console.error(`Packing failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
