/** The certificate that global-setup.ts made, for applications of the tests and for Lanyard. Read when a worker starts. */
export const TLS_FILES = {
  cert: process.env['LANYARD_TEST_CERT'] ?? '',
  key: process.env['LANYARD_TEST_KEY'] ?? '',
} as const;

/** Options of the server. */
export const WITH_TLS: readonly string[] = ['--tls', 'files', '--tls-cert', TLS_FILES.cert, '--tls-key', TLS_FILES.key];
