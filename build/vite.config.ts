/** What is built from what: one environment for the page under /panel/, one for the server. build.ts runs them. */
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { OUT, ROOT } from './paths.ts';

/** Brings a binary of its own, found in node_modules at run time. */
const NATIVE = ['@node-rs/argon2'];

export default defineConfig({
  root: join(ROOT, 'renderer'),
  // The page is served under a path that it does not know.
  base: './',
  publicDir: false,
  cacheDir: join(ROOT, 'node_modules/.vite'),
  logLevel: 'warn',
  plugins: [react()],
  environments: {
    client: {
      build: {
        outDir: join(OUT, 'renderer'),
        emptyOutDir: true,
        // The server's policy refuses data: addresses, so small fonts and pictures stay files.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
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
        rolldownOptions: {
          platform: 'node',
          input: {
            main: join(ROOT, 'server/entry.ts'),
            'hashing-thread': join(ROOT, 'server/directory/hashing-thread.ts'),
          },
          external: [...NATIVE, ...builtinModules, /^node:/],
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
  },
  builder: {},
});
