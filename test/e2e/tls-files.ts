/** The certificate that global-setup.ts made, for applications of the tests and for Lanyard. Read when a worker starts. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';
import { chromiumLaunchOptions, findChromium } from '../../build/find-chromium.ts';

export const TLS_FILES = {
  cert: process.env['LANYARD_TEST_CERT'] ?? '',
  key: process.env['LANYARD_TEST_KEY'] ?? '',
} as const;

/** Options of the server. */
export const WITH_TLS: readonly string[] = ['--tls', 'files', '--tls-cert', TLS_FILES.cert, '--tls-key', TLS_FILES.key];

/**
 * For `test.use`: a browser that takes this certificate and no other that it does not know. Chromium keeps its own list of
 * authorities, and an option that adds one to it does not exist.
 */
export const TRUSTING: { readonly launchOptions: LaunchOptions } = { launchOptions: launchOptions() };

function launchOptions(): LaunchOptions {
  const { args = [], ...usual } = chromiumLaunchOptions(findChromium() ?? '');
  // The list of files is read before there is a certificate.
  if (TLS_FILES.cert === '') return { ...usual, args };
  const { publicKey } = new X509Certificate(readFileSync(TLS_FILES.cert));
  const key = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  return { ...usual, args: [...args, `--ignore-certificate-errors-spki-list=${key}`] };
}
