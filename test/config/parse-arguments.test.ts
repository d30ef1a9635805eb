import { expect, test } from 'vitest';
import { ConfigError } from '../../server/config/config-error.ts';
import { SERVE_OPTIONS } from '../../server/config/options.ts';
import { asksForHelp, parseArguments } from '../../server/config/parse-arguments.ts';

test('tells options from operands', () => {
  expect(parseArguments(['a', '--port', '1', 'b', '--', '--c'], SERVE_OPTIONS)).toEqual({
    operands: ['a', 'b', '--c'],
    values: new Map([['port', ['1']]]),
  });
});

test('a value may begin with one dash and hold equals signs', () => {
  expect(parseArguments(['--dialect-port', 'github=0', '--import=-=x'], SERVE_OPTIONS).values).toEqual(
    new Map([
      ['dialect-port', ['github=0']],
      ['import', ['-=x']],
    ]),
  );
});

test('a line break in an argument does not break the line of its refusal', () => {
  expect(() => parseArguments(['--x\nlanyard: fine'], SERVE_OPTIONS)).toThrow(
    new ConfigError('--x lanyard: fine from the command line is not an option here'),
  );
});

test('a flag stands alone, before an operand too', () => {
  const flag = { ...SERVE_OPTIONS[0]!, name: 'promote', flag: true } as const;
  expect(parseArguments(['--promote', 'a'], [flag])).toEqual({
    operands: ['a'],
    values: new Map([['promote', ['on']]]),
  });
  expect(() => parseArguments(['--promote=yes'], [flag])).toThrow(
    new ConfigError('--promote from the command line takes no value'),
  );
});

test('help is asked for wherever among the options, and not behind --', () => {
  expect([['--help'], ['serve', '-h'], ['--port', '1', '--help']].map(asksForHelp)).toEqual([true, true, true]);
  expect([[], ['help'], ['import', '--', '-h']].map(asksForHelp)).toEqual([false, false, false]);
});
