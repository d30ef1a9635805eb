/** Whether the addresses that a start would listen on are free, or are held by the Lanyard that runs here already. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { askLanyard } from '../ask-lanyard.ts';
import { listenerOn } from '../port-holder.ts';
import type { Check, Examined, Finding } from './check.ts';

interface Wanted {
  readonly port: number;
  /** Names the option in the report. */
  readonly option: string;
  /** The issuer that must answer there; undefined where a dialect does, which may show none. */
  readonly issuer: string | undefined;
}

export const ports: Check = {
  name: 'ports',
  async run(office) {
    const { port, dialectPorts, mtlsPort } = office.config;
    const wanted: readonly Wanted[] = [
      { port, option: '--port', issuer: office.origin },
      ...dialectPorts.map(({ dialect, port: bound }) => ({
        port: bound,
        option: `--dialect-port ${dialect}`,
        issuer: undefined,
      })),
      ...(mtlsPort === undefined ? [] : [{ port: mtlsPort, option: '--mtls-port', issuer: undefined }]),
    ];
    const findings: Finding[] = [];
    for (const each of wanted) findings.push(await judge(office, each));
    return findings;
  },
};

async function judge(office: Examined, wanted: Wanted): Promise<Finding> {
  const { port, option } = wanted;
  if (port === 0) return { level: 'ok', found: `${option} 0 takes any free port.` };
  const { host } = office.config;
  const code = await refusalToBind(host, port);
  if (code === undefined) return judgeFree(office, port);
  if (code === 'EADDRINUSE') return judgeTaken(office, wanted);
  const [found, advice] = REFUSALS[code] ?? [`can’t be listened on (${code})`, 'Name another one.'];
  return { level: 'problem', found: `${host}, port ${port}, ${found}.`, advice };
}

const REFUSALS: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  EACCES: [
    'may not be listened on by this account',
    'Ports below 1024 need more rights: name a higher one with --port.',
  ],
  EADDRNOTAVAIL: ['is no address of this computer', 'Name one that it has with --host.'],
  ENOTFOUND: ['is an unknown name', 'Name an address of this computer with --host.'],
  EAI_AGAIN: ['can’t be looked up at the moment', 'Name an address of this computer with --host.'],
};

function judgeFree({ store: { holder }, config: { host } }: Examined, port: number): Finding {
  if (holder.kind !== 'running') return { level: 'ok', found: `Port ${port} on ${host} is free.` };
  return {
    level: 'warning',
    found: `Port ${port} on ${host} is free, although Lanyard is running (process ${holder.pid}): it listens elsewhere.`,
    advice: 'Give the doctor the same options as the start, so that it looks at the right port.',
  };
}

async function judgeTaken({ config, store: { holder } }: Examined, { port, option, issuer }: Wanted): Promise<Finding> {
  const at = `Port ${port} on ${config.host}`;
  const answer = await askLanyard({ tls: config.tls.kind === 'files', host: reachable(config.host), port });
  const pid = await listenerOn(port);
  const whose = pid === undefined ? '' : ` (process ${pid})`;
  const advice = `Stop that program, or choose another port with ${option}.`;
  if (answer === undefined) return { level: 'problem', found: `${at} is taken by another program${whose}.`, advice };
  const isAsExpected = issuer === undefined || answer.issuer === undefined || answer.issuer === issuer;
  const isOurs = holder.kind === 'running' && (pid === undefined ? isAsExpected : pid === holder.pid);
  if (!isOurs) {
    const called = answer.issuer === undefined ? '' : ` called ${answer.issuer}`;
    return { level: 'problem', found: `${at} is taken by another Lanyard${called}${whose}.`, advice };
  }
  if (!answer.well) return unwell(at);
  if (isAsExpected) return { level: 'ok', found: `${at}: this Lanyard answers, and is well.` };
  return {
    level: 'warning',
    found: `${at}: this Lanyard answers, and is well, but goes by ${answer.issuer} and not by ${issuer}.`,
    advice: 'It was started with other options than the doctor. A start with these would change the issuer.',
  };
}

function unwell(at: string): Finding {
  return {
    level: 'problem',
    found: `${at}: this Lanyard answers, but says that it can’t write its data or has not started yet.`,
    advice: 'Its log says why. A full or read-only disk is the usual reason; it goes on by itself afterwards.',
  };
}

/** Where this machine reaches what listens on every address. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/** The system's name of the refusal; undefined where the address is free. It is held for a moment only. */
async function refusalToBind(host: string, port: number): Promise<string | undefined> {
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  } finally {
    server.close();
  }
}
