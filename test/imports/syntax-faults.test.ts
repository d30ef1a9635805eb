import { expect, test } from 'vitest';
import { readConfiguration } from '../../server/imports/configuration.ts';

function reasons(text: string): readonly string[] {
  const read = readConfiguration(text);
  return 'refusals' in read ? read.refusals.map(({ reason }) => reason) : [];
}

test('tabs are named once, however many lines they indent', () => {
  const users = Array.from({ length: 30 }, (_, n) => `\t- username: user${n}\n\t  name: x`).join('\n');
  expect(reasons(`lanyard: 1\nusers:\n${users}\n`)).toEqual([
    "cannot be read: tabs can't be used for indentation; use spaces (line 3 and 59 more)",
  ]);
});

test.each([
  ['a colon in a value', '    name: Alice: Example', 4, 'a value with ": " in it needs quotes'],
  ['a sign that means something', '    name: @alice', 4, 'begins with @, ` or % needs quotes'],
  ['one tab', '\tname: Alice', 4, "tabs can't be used for indentation"],
  ['a bracket left open', '    groups: [a, b\n    name: x', 5, 'bracket or brace is not closed'],
  ['a key without a space', '    name:Alice\n    email: a@example.lan', 4, 'with a space behind the colon'],
])('%s is one line in plain words', (_, line, at, words) => {
  const told = reasons(`lanyard: 1\nusers:\n  - username: alice\n${line}\n`);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(words);
  expect(told[0]).toContain(`(line ${at})`);
});

test('of many faults the first few are told', () => {
  const lines = Array.from({ length: 20 }, (_, n) => `  - name: group: ${n}`);
  expect(reasons(`lanyard: 1\ngroups:\n${lines.join('\n')}\n`)).toEqual(
    [3, 4, 5].map(
      (line) => `cannot be read: a value with ": " in it needs quotes, or the line is indented too far (line ${line})`,
    ),
  );
});

test('an alias without an anchor is told as what it is', () => {
  expect(reasons('lanyard: 1\nusers: [{ username: *alice }]\n')).toEqual([
    'cannot be read: an alias (*…) has no anchor (&…); a value that begins with * needs quotes',
  ]);
});

test('text that is made to be deep is refused at once, by brackets or without', () => {
  for (const text of [`a: ${'['.repeat(2_000)}`, `${'- '.repeat(2_000)}a`, `${'? '.repeat(2_000)}a`]) {
    expect(reasons(text)).toEqual(['is nested too deeply']);
  }
  expect(reasons(`lanyard: 1\n${'- '.repeat(900)}`)).not.toContain('is nested too deeply');
});
