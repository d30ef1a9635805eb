/**
 * What goes into the packaged program, for each platform, in electron-builder's words; package.ts hands it over. It is
 * plain data, because the builder's own types don't compile under our rules; its schema is what judges it.
 */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LICENCES } from './licences.ts';
import { ROOT } from './paths.ts';

/** There is no address of the house yet, and the deb format wants one; RFC 2606 keeps this one free for ever. */
const HOMEPAGE = 'https://lanyard.invalid/';
const MAINTAINER = 'The Lanyard authors <lanyard@lanyard.invalid>';

/** Whoever finds the program's file may run it, but may not turn it into another one. */
const FUSES = {
  // `serve` and the other commands are the program as plain Node: that is how it runs where there is no display.
  runAsNode: true,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

export interface PackagePlaces {
  /** A folder that is Electron's distribution; fetched where undefined. */
  readonly electronDist: string | undefined;
  /** The folder for what is made. */
  readonly output: string;
}

export function packageConfiguration({ electronDist, output }: PackagePlaces) {
  return {
    appId: 'lan.lanyard.desktop',
    productName: 'Lanyard',
    copyright: 'The Lanyard authors',
    // electron-builder takes build/ for itself unless told otherwise, and would leave build/out out of the program.
    directories: { output, buildResources: 'build/resources' },
    files: [
      'build/out/{electron,icons,preload,renderer,server}/**',
      'package.json',
      // What a run from the checkout may have left there.
      '!build/out/server/compiled/**',
      '!**/*.map',
      '!node_modules/**',
      'node_modules/@node-rs/argon2/{index.js,package.json,LICENSE}',
      'node_modules/@node-rs/argon2-${platform}-${arch}*/{*.node,package.json}',
    ],
    extraResources: [
      { from: 'LICENSE', to: 'LICENSE.txt' },
      { from: relative(ROOT, LICENCES), to: 'licences.txt' },
    ],
    extraMetadata: { homepage: HOMEPAGE },
    asar: true,
    // The server is files like any other: plain Node can run it, and so can its threads.
    asarUnpack: ['build/out/{server,renderer}/**', 'node_modules/**'],
    electronFuses: FUSES,
    electronLanguages: ['en-US', 'de'],
    npmRebuild: false,
    nodeGypRebuild: false,
    publish: null,
    ...(electronDist === undefined ? {} : { electronDist }),
    win: { target: ['nsis'], icon: 'build/resources/icon.ico' },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    mac: {
      target: [
        { target: 'dmg', arch: ['arm64', 'x64'] },
        { target: 'zip', arch: ['arm64', 'x64'] },
      ],
      icon: 'build/resources/icon.icns',
      category: 'public.app-category.business',
    },
    linux: {
      target: ['AppImage', 'deb'],
      icon: 'build/resources/icons',
      executableName: 'lanyard',
      syncDesktopName: true,
      category: 'Network',
      synopsis: 'Single sign-on for every application on your network',
      maintainer: MAINTAINER,
    },
  };
}

/**
 * npm installs what hashes passwords for its own platform alone; a program without it would start and let nobody in.
 * Throws where it is missing. `arch` as Node says it.
 */
export function requireNativeModule(platform: string, arch: string): void {
  const name = `@node-rs/argon2-${platform}-${arch}${SUFFIXES[platform] ?? ''}`;
  if (existsSync(join(ROOT, 'node_modules', name))) return;
  throw new Error(`${name} is not installed; npm install --no-save --os=${platform} --cpu=${arch} ${name} brings it`);
}

const SUFFIXES: Readonly<Record<string, string>> = { linux: '-gnu', win32: '-msvc' };
