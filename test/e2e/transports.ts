/** The two ways to reach Lanyard that every client library has to get through, each with the server's options for it. */

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
