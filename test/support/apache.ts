/** A real Apache with Debian's mod_auth_openidc, on loopback over TLS, out of a temporary folder: nothing of the system's is touched. */
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connects, eventually } from './eventually.ts';

const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'mime', 'include', 'ssl', 'auth_openidc'];

/** Every line that a program behind Apache would see in its environment. */
const PAGE = '<!doctype html><title>Protected</title><pre id="environment"><!--#printenv --></pre>';
const GOODBYE = '<!doctype html><title>Goodbye</title><p id="goodbye">You have left.</p>';

export interface ApacheOptions {
  readonly port: number;
  /** Files: its own certificate with the key, and the authority that it trusts. */
  readonly certificate: { readonly cert: string; readonly key: string; readonly ca: string };
  /** Directives of mod_auth_openidc for the whole server, one a line. */
  readonly openid: readonly string[];
}

export interface Apache {
  stop(): Promise<void>;
}

/** Throws with what Apache said when it ends, or takes no connection in time. */
export async function startApache(options: ApacheOptions): Promise<Apache> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-apache-'));
  await furnish(directory, options);
  const child = spawn('/usr/sbin/apache2', ['-d', directory, '-f', 'apache.conf', '-DFOREGROUND'], { stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const listening = () => connects({ port: options.port, host: '127.0.0.1' });
  await eventually(() => child.exitCode !== null || listening(), 'Apache').catch(() => undefined);
  if (child.exitCode === null && (await listening())) return { stop };
  const told = said + (await readFile(join(directory, 'error.log'), 'utf8').catch(() => ''));
  await stop();
  throw new Error(`Apache did not start:\n${told}`);
}

async function furnish(directory: string, options: ApacheOptions): Promise<void> {
  await mkdir(join(directory, 'htdocs/protected'), { recursive: true });
  await writeFile(join(directory, 'htdocs/protected/page.shtml'), PAGE);
  await writeFile(join(directory, 'htdocs/goodbye.shtml'), GOODBYE);
  const files = Object.entries(options.certificate);
  await Promise.all(files.map(([name, from]) => copyFile(from, join(directory, `${name}.pem`))));
  await writeFile(join(directory, 'mime.types'), 'text/html shtml\n');
  await writeFile(join(directory, 'apache.conf'), configuration(directory, options));
  // Started by root, Apache reads pages as somebody who may do nothing else.
  await chmod(directory, 0o755);
}

function configuration(directory: string, { port, openid }: ApacheOptions): string {
  const asNobody = process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : [];
  return [
    ...MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    ...asNobody,
    'ServerName 127.0.0.1',
    `Listen 127.0.0.1:${port}`,
    'PidFile apache.pid',
    `Mutex file:${directory} default`,
    'ErrorLog error.log',
    'LogLevel warn',
    'TypesConfig mime.types',
    `DocumentRoot ${directory}/htdocs`,
    'SSLEngine on',
    'SSLCertificateFile cert.pem',
    'SSLCertificateKeyFile key.pem',
    `OIDCCABundlePath ${directory}/ca.pem`,
    'OIDCSSLValidateServer On',
    ...openid,
    '<Location /protected>',
    '  AuthType openid-connect',
    '  Require valid-user',
    '</Location>',
    '<Directory />',
    '  Options +Includes',
    '  AddOutputFilter INCLUDES .shtml',
    '</Directory>',
    '',
  ].join('\n');
}
