/**
 * What is built from what: one environment for the page under /panel/, one for the server, two for the desktop shell.
 * build.ts runs them.
 */
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { BUILTINS_AS_ASKED } from './builtins.ts';
import { LICENCES_OF_BUNDLE } from './licences.ts';
import { OUT, ROOT } from './paths.ts';

/** Brings a binary of its own, found in node_modules at run time. */
const NATIVE = ['@node-rs/argon2'];

const NODE = [...builtinModules, /^node:/];

/** Whose words stand in each bundle; licences.ts makes one text of them. */
const license = { fileName: LICENCES_OF_BUNDLE };

/** The desktop's main process and what runs before each page of its window. Electron itself is there at run time. */
function shellBuild(entry: 'main' | 'preload', format: 'es' | 'cjs', extension: 'js' | 'cjs'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron'] },
    build: {
      outDir: join(OUT, entry === 'main' ? 'electron' : 'preload'),
      emptyOutDir: true,
      ssr: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      license,
      rolldownOptions: {
        platform: 'node',
        input: { [entry]: join(ROOT, `electron/${entry}.ts`) },
        external: ['electron', ...NODE],
        output: { format, entryFileNames: `[name].${extension}`, codeSplitting: false },
      },
    },
  };
}

// Who builds may run under another NODE_ENV (vitest's is "test"); what is built is what people get.
process.env['NODE_ENV'] = 'production';

export default defineConfig({
  root: join(ROOT, 'renderer'),
  // A screen's address may have several parts, so the files of the page are named from the root.
  base: '/panel/',
  publicDir: false,
  cacheDir: join(ROOT, 'node_modules/.vite'),
  logLevel: 'warn',
  plugins: [react(), BUILTINS_AS_ASKED],
  environments: {
    client: {
      build: {
        outDir: join(OUT, 'renderer'),
        emptyOutDir: true,
        license,
        // The server's policy refuses data: addresses, so small fonts and pictures stay files.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // The small parts that all screens share come in one piece: every piece costs a way over the network.
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [{ name: 'shared', test: /renderer\/(?:api|components|words)\// }],
            },
          },
        },
      },
    },
    server: {
      consumer: 'server',
      resolve: { noExternal: true, external: NATIVE },
      build: {
        outDir: join(OUT, 'server'),
        emptyOutDir: true,
        ssr: true,
        target: 'node24',
        minify: false,
        sourcemap: true,
        license,
        rolldownOptions: {
          platform: 'node',
          input: {
            main: join(ROOT, 'server/entry.ts'),
            'hashing-thread': join(ROOT, 'server/directory/hashing-thread.ts'),
          },
          external: [...NATIVE, ...NODE],
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    shell: shellBuild('main', 'es', 'js'),
    // A sandboxed page can only be prepared by one file of the old kind.
    preload: shellBuild('preload', 'cjs', 'cjs'),
  },
  builder: {},
});
