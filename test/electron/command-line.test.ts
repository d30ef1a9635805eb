import { expect, test } from 'vitest';
import { readCommandLine } from '../../electron/command-line.ts';

const DESKTOP = { kind: 'desktop', args: [], hidden: false, announce: false };

test.each([
  ['nothing', [], DESKTOP],
  ['options of the server', ['--port', '0'], { ...DESKTOP, args: ['--port', '0'] }],
  ['a start with the computer', ['--hidden'], { ...DESKTOP, hidden: true }],
  ['a terminal that waits', ['--announce', '--port=0'], { ...DESKTOP, announce: true, args: ['--port=0'] }],
  ['switches of Chromium', ['--disable-gpu', '--ozone-platform=x11', '-psn_0_1'], DESKTOP],
  ['the server', ['serve', '--port', '0'], { kind: 'headless', args: ['serve', '--port', '0'] }],
  ['a command', ['export', '--out', 'x'], { kind: 'headless', args: ['export', '--out', 'x'] }],
  ['a command that nobody knows', ['dance'], { kind: 'headless', args: ['dance'] }],
  ['no window', ['--headless', '--port', '0'], { kind: 'headless', args: ['--port', '0'] }],
  ['help', ['--port', '0', '--help'], { kind: 'headless', args: ['--port', '0', '--help'] }],
  ['the version', ['--version'], { kind: 'headless', args: ['--version'] }],
])('the packaged program understands %s', (_what, args, asked) => {
  expect(readCommandLine({ argv: ['/opt/Lanyard/lanyard', ...args], packaged: true })).toEqual(asked);
});

test.each([
  '--inspect',
  '--inspect-brk=0',
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--remote-allow-origins=*',
  '--no-sandbox',
  '-no-sandbox',
  '/remote-debugging-port=9222',
  '--REMOTE-DEBUGGING-PORT=9222',
  '--disable-web-security',
  '--renderer-cmd-prefix=x',
])('the packaged program refuses %s, wherever it stands, and one from a checkout takes it', (argument) => {
  const refused = { kind: 'refused', switch_: argument.split('=')[0] };
  for (const args of [[argument], ['--hidden', argument], ['serve', argument]]) {
    expect(readCommandLine({ argv: ['/opt/Lanyard/lanyard', ...args], packaged: true })).toEqual(refused);
  }
  const fromCheckout = readCommandLine({ argv: ['/electron', argument, '/checkout'], packaged: false });
  expect(fromCheckout.kind).not.toBe('refused');
});

test.each([
  ['its folder', ['/checkout'], DESKTOP],
  ['a debugger before it', ['--inspect=0', '--remote-debugging-port=0', '/checkout'], DESKTOP],
  ['options behind it', ['/checkout', '--port', '0'], { ...DESKTOP, args: ['--port', '0'] }],
  ['a command behind it', ['/checkout', 'serve'], { kind: 'headless', args: ['serve'] }],
])('Electron from a checkout takes %s', (_what, args, asked) => {
  expect(readCommandLine({ argv: ['/electron', ...args], packaged: false })).toEqual(asked);
});
