import { expect, test } from 'vitest';
import { ConfigError } from '../../server/config/config-error.ts';
import { SERVE_OPTIONS } from '../../server/config/options.ts';
import { parseArguments } from '../../server/config/parse-arguments.ts';

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
