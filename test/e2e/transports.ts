/** The two ways to reach Lanyard that every client library has to get through, and a test that has both parties standing. */
import { test as base } from '@playwright/test';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import { officeFile } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

export interface Transport {
  readonly over: string;
  readonly args: readonly string[];
  /** Plain http, which a client library must be told to allow. */
  readonly insecure: boolean;
}

/** The certificate is the one that global-setup.ts made. */
export const TRANSPORTS: readonly Transport[] = [
  { over: 'http on loopback', args: [], insecure: true },
  {
    over: 'TLS with files',
    args: [
      '--tls',
      'files',
      '--tls-cert',
      process.env['LANYARD_TEST_CERT'] ?? '',
      '--tls-key',
      process.env['LANYARD_TEST_KEY'] ?? '',
    ],
    insecure: false,
  },
];

interface Parties {
  readonly application: ClientApplication;
  readonly server: RunningServer;
}

const [plain] = TRANSPORTS;
if (plain === undefined) throw new Error('there is no transport');

/** A test with an application and a Lanyard that knows it, reached as `test.use({ transport })` says. */
export const test = base.extend<{ readonly transport: Transport; readonly parties: Parties }>({
  transport: [plain, { option: true }],
  ignoreHTTPSErrors: true,
  parties: async ({ transport }, use) => {
    const application = await startClientApplication();
    const server = await startServer({ args: ['--import', await officeFile(application), ...transport.args] });
    await use({ application, server });
    await server.stop();
    await application.stop();
  },
});
