/**
 * The import rules of the house, as data: which part may know which, and where each package may be used.
 * How a file is read is read-source.ts's work, the judging is arrows.ts's; test/architecture.test.ts runs both over the tree.
 */

export interface Layer {
  /** Folders (and everything under them) or single files; the longest path that matches a file decides its layer. */
  readonly paths: readonly string[];
  /** Paths that it may import besides its own: folders, or single files. `types of …` allows `import type` only. */
  readonly may: readonly string[];
  /** What runs in a browser too, or has to stay pure, gets nothing of Node. */
  readonly node?: false;
}

/** The six verbs and what they speak of: what every room may know of storage. */
export const STORE: readonly string[] = [
  'server/storage/store.ts',
  'server/storage/collections.ts',
  'server/storage/records',
];

/** What the rooms beside and above the directory share. */
const ROOMS = [
  'server/spec',
  'server/contract',
  'server/directory',
  'server/keys',
  'server/audit',
  'server/log',
  ...STORE,
];

export const LAYERS: readonly Layer[] = [
  // Leaves: no behaviour of ours in them but each other's words.
  { paths: ['server/spec'], may: [] },
  { paths: ['server/contract'], may: ['server/spec'], node: false },
  { paths: ['server/storage/records'], may: ['types of server/spec'], node: false },
  { paths: ['server/storage/store.ts'], may: STORE, node: false },
  // An index finds what counts as the same: how names compare is said once.
  { paths: ['server/storage/collections.ts'], may: ['server/spec/username.ts', ...STORE], node: false },
  { paths: ['server/log'], may: ['server/spec'] },
  { paths: ['server/config'], may: ['server/spec'] },

  // Rooms: each knows the leaves and the store's interface, and none knows who uses it.
  { paths: ['server/storage'], may: ['server/spec', ...STORE] },
  { paths: ['server/keys'], may: ['server/spec', 'server/contract', ...STORE] },
  { paths: ['server/tls'], may: ['server/spec', 'server/contract', ...STORE] },
  { paths: ['server/directory'], may: ['server/spec', 'server/contract', ...STORE] },
  { paths: ['server/audit'], may: ['server/spec', 'server/contract', ...STORE] },
  // The decorators that trace the store and the keyring need the shapes that they decorate.
  { paths: ['server/trace'], may: ['server/spec', 'server/contract', 'types of server/keys', ...STORE] },

  // What an office's own web addresses are asked: by the engine for a token, by the admin to try one out.
  {
    paths: ['server/hooks'],
    may: [
      'server/spec',
      'server/contract',
      'server/directory',
      'server/keys/verify-by-client.ts',
      'types of server/outbound',
      'server/outbound/outbound-error.ts',
      ...STORE,
    ],
  },

  // The engine. Views of pages and trace events stand in the contract; an audit line stands where the change happens.
  {
    paths: ['server/engine'],
    may: [
      'server/spec',
      'server/contract',
      'server/directory',
      'server/keys',
      'server/audit',
      'server/hooks',
      'types of server/trace',
      // The composition root makes it; what it throws has to be told from a fault.
      'types of server/outbound',
      'server/outbound/outbound-error.ts',
      'server/outbound/client-key-address.ts',
      'server/outbound/why-unread.ts',
      'server/mail/outbox.ts',
      'server/mail/mail-words.ts',
      ...STORE,
    ],
  },
  {
    paths: ['server/dialects'],
    may: ['server/spec', 'types of server/engine', 'types of server/storage/records'],
    node: false,
  },

  // What office, panel and operator use. Nothing here sees the inside of the engine.
  { paths: ['server/outbound'], may: ['server/spec', 'server/contract', 'server/log', ...STORE] },
  { paths: ['server/mail'], may: ['server/spec', 'server/contract', 'server/log', ...STORE] },
  // Whoever watches live flows is answered here; what is traced, and how, is the tracer's.
  {
    paths: ['server/admin'],
    may: [...ROOMS, 'server/exports', 'server/hooks', 'types of server/trace', 'server/outbound', 'server/mail'],
  },
  // It signs people in as the engine does, and shows their sessions as the panel does.
  {
    paths: ['server/account'],
    may: [
      ...ROOMS,
      'types of server/engine',
      'server/engine/prove-password.ts',
      'server/engine/new-password-link.ts',
      'server/engine/authorize/sign-in.ts',
      'server/admin/live-sessions.ts',
      'server/admin/own-applications.ts',
    ],
  },
  { paths: ['server/exports'], may: ROOMS },
  { paths: ['server/imports'], may: [...ROOMS, 'server/outbound'] },
  { paths: ['server/presets'], may: ROOMS },
  { paths: ['server/lab'], may: [...ROOMS, 'server/outbound'] },
  { paths: ['server/pages'], may: ROOMS },
  { paths: ['server/jobs'], may: [...ROOMS, 'server/outbound', 'server/mail'] },
  { paths: ['server/facades'], may: [...ROOMS, 'server/admin', 'types of server/engine'] },

  // The edge carries the rooms' values into a Context and uses none of them, but that it translates their
  // errors and finds whose a credential is, which is kept under its hash.
  {
    paths: ['server/http'],
    may: [
      'server/spec',
      'server/contract',
      'server/engine',
      'server/dialects',
      'server/admin',
      'server/facades',
      'server/pages',
      'types of server/account',
      'server/trace',
      'types of server/log',
      'types of server/audit',
      'types of server/keys',
      'types of server/directory',
      'types of server/outbound',
      'server/directory/application-by-path-name.ts',
      'server/directory/as-it-stands.ts',
      'server/directory/borrowed-scopes.ts',
      'server/directory/domain-error.ts',
      'server/directory/machine-secrets.ts',
      'server/directory/passwords.ts',
      ...STORE,
    ],
  },

  // What is found in a look at everything: it uses the edges' own judgement, so that it says what a start would say.
  {
    paths: ['server/doctor'],
    may: [
      ...ROOMS,
      'server/config',
      'server/admin',
      'server/mail',
      'server/http/origins.ts',
      'types of server/storage/file',
    ],
  },

  // What an operator does from the command line.
  {
    paths: ['server/commands'],
    may: [...ROOMS, 'server/config', 'server/imports', 'server/exports', 'server/doctor'],
  },

  // The one place that wires, the entry that calls it, and what the built program begins with.
  { paths: ['server/entry.ts'], may: ['server/main.ts'] },
  // It says which version runs.
  { paths: ['server/compose.ts', 'server/open-house.ts'], may: ['server', 'server/open-house.ts', 'package.json'] },
  {
    paths: ['server/main.ts'],
    may: [
      'server/compose.ts',
      'server/open-house.ts',
      'server/commands',
      'server/config',
      'server/contract',
      'server/log',
      'server/storage/store.ts',
      'package.json',
    ],
  },

  // Its version is in there.
  { paths: ['package.json'], may: [] },

  // The desktop shell. Of the server it has the contract and the path of its entry, never its code. What the panel may
  // call is a leaf: the words of both.
  { paths: ['electron/shell-api.ts'], may: [], node: false },
  { paths: ['electron'], may: ['server/contract', 'electron/shell-api.ts'] },
  { paths: ['renderer'], may: ['server/contract', 'server/spec', 'types of electron/shell-api.ts'], node: false },
  // The README says which row of which table serves which specification, and who is tried with which dialect.
  { paths: ['build/specifications'], may: ['build/paths.ts', 'server/engine', 'server/dialects', 'server/spec'] },
  // Every icon is drawn from the one mark.
  { paths: ['build'], may: ['server/contract/mark.ts'] },
  { paths: ['test'], may: ['build', 'electron', 'renderer', 'server', 'test/support'] },
  { paths: ['test/support'], may: ['build', 'electron', 'server'] },
];

/** Whatever else may import a folder of theirs, these may be imported by the layers that name them exactly, and by no other. */
export const BY_NAME_ONLY: readonly string[] = ['server/compose.ts', 'server/open-house.ts', 'server/main.ts'];

/** Packages that what runs may use, and the only places of each. Build and test may use any. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  express: ['server/http'],
  lowdb: ['server/storage/file'],
  jose: ['server/keys', 'server/engine/tokens', 'server/engine/client-auth'],
  zod: ['server/contract', 'server/imports'],
  nodemailer: ['server/mail'],
  qrcode: ['server/pages'],
  mustache: ['server/pages'],
  yaml: ['server/imports', 'server/exports'],
  'csv-stringify': ['server/exports'],
  '@node-rs/argon2': ['server/directory'],
  '@marcbachmann/cel-js': ['server/directory'],
  electron: ['electron'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  '@fontsource-variable/inter': ['renderer'],
  '@fontsource-variable/jetbrains-mono': ['renderer'],
  '@mantine/core': ['renderer'],
  '@mantine/hooks': ['renderer'],
  '@mantine/notifications': ['renderer'],
  '@tabler/icons-react': ['renderer'],
  '@tanstack/react-query': ['renderer'],
  'get-nonce': ['renderer'],
  wouter: ['renderer'],
};

/** Folders where one file is one row: the `index.ts` is the table, `shape` (where there is one) what every row looks like. */
export const TABLES: readonly { readonly folder: string; readonly shape?: string }[] = [
  { folder: 'server/dialects', shape: 'dialect.ts' },
  { folder: 'server/engine/endpoints' },
  { folder: 'server/engine/grants', shape: 'grant.ts' },
  { folder: 'server/engine/client-auth', shape: 'client-auth.ts' },
  { folder: 'server/engine/response-types', shape: 'response-type.ts' },
  { folder: 'server/engine/response-modes', shape: 'response-mode.ts' },
  { folder: 'server/engine/authorize/checks' },
  { folder: 'server/engine/authorize/interactions', shape: 'interaction.ts' },
  { folder: 'server/imports/sections' },
  { folder: 'server/facades', shape: 'facade.ts' },
  { folder: 'server/commands', shape: 'command.ts' },
  { folder: 'server/doctor/checks', shape: 'check.ts' },
];

/** Tables whose rows stand in the index itself. */
export const SMALL_TABLES: readonly string[] = ['server/storage/migrations'];

/** Everything that may stand at the top of the repository. */
export const TOP_LEVEL: readonly string[] = [
  '.ci',
  '.gitignore',
  'LICENSE',
  'README.md',
  'build',
  'electron',
  'package-lock.json',
  'package.json',
  'renderer',
  'server',
  'test',
  'tsconfig.json',
];

/** How long a file may get, by where it stands. A longer one is two things. */
export const MOST_LINES: Readonly<Record<string, number>> = {
  server: 300,
  electron: 300,
  renderer: 300,
  build: 300,
  test: 500,
};
