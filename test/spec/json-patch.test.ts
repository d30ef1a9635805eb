/** Changes to a JSON document: what each does, and what makes none of them happen. RFC 6902 Appendix A */
import { describe, expect, test } from 'vitest';
import { PatchError, patchJson } from '../../server/spec/json-patch.ts';
import type { Json } from '../../server/spec/vocabulary.ts';

describe('a change', () => {
  test.each<readonly [string, Json, Json, Json]>([
    ['adds a member', { foo: 'bar' }, { op: 'add', path: '/baz', value: 'qux' }, { foo: 'bar', baz: 'qux' }],
    [
      'adds between',
      { foo: ['bar', 'baz'] },
      { op: 'add', path: '/foo/1', value: 'qux' },
      { foo: ['bar', 'qux', 'baz'] },
    ],
    ['adds at the end', { foo: ['bar'] }, { op: 'add', path: '/foo/-', value: ['abc'] }, { foo: ['bar', ['abc']] }],
    ['adds at the end by its number', { foo: ['bar'] }, { op: 'add', path: '/foo/1', value: 1 }, { foo: ['bar', 1] }],
    ['adds over what was there', { foo: 1 }, { op: 'add', path: '/foo', value: 2 }, { foo: 2 }],
    ['adds null', { foo: 1 }, { op: 'add', path: '/bar', value: null }, { foo: 1, bar: null }],
    ['removes a member', { baz: 'qux', foo: 'bar' }, { op: 'remove', path: '/baz' }, { foo: 'bar' }],
    ['removes out of a list', { foo: [1, 2, 3] }, { op: 'remove', path: '/foo/1' }, { foo: [1, 3] }],
    ['replaces', { baz: 'qux' }, { op: 'replace', path: '/baz', value: 'boo' }, { baz: 'boo' }],
    ['replaces in a list', { foo: [1, 2] }, { op: 'replace', path: '/foo/0', value: 3 }, { foo: [3, 2] }],
    ['replaces everything', { foo: 1 }, { op: 'replace', path: '', value: { bar: 2 } }, { bar: 2 }],
    [
      'moves',
      { foo: { bar: 1 }, qux: {} },
      { op: 'move', from: '/foo/bar', path: '/qux/thud' },
      { foo: {}, qux: { thud: 1 } },
    ],
    ['moves within a list', { foo: [1, 2, 3] }, { op: 'move', from: '/foo/0', path: '/foo/2' }, { foo: [2, 3, 1] }],
    ['copies', { foo: [1] }, { op: 'copy', from: '/foo', path: '/bar' }, { foo: [1], bar: [1] }],
    [
      'tests, whatever the order of members',
      { foo: { a: 1, b: [2] } },
      { op: 'test', path: '/foo', value: { b: [2], a: 1 } },
      { foo: { a: 1, b: [2] } },
    ],
    ['names with ~ and /', { '/': 9, '~1': 10 }, { op: 'replace', path: '/~01', value: 11 }, { '/': 9, '~1': 11 }],
    ['names an empty member', { '': 1 }, { op: 'replace', path: '/', value: 2 }, { '': 2 }],
    ['ignores what it does not know', { foo: 1 }, { op: 'add', path: '/bar', value: 2, xyz: 3 }, { foo: 1, bar: 2 }],
  ])('%s', (_what, document, change, after) => {
    const before = structuredClone(document);
    expect(patchJson(document, [change])).toEqual(after);
    expect(document).toEqual(before);
  });
});

describe('is refused', () => {
  test.each<readonly [string, unknown]>([
    ['replacing what is not there', { op: 'replace', path: '/none', value: 1 }],
    ['removing what is not there', { op: 'remove', path: '/none' }],
    ['removing everything', { op: 'remove', path: '' }],
    ['adding below what is not there', { op: 'add', path: '/none/below', value: 1 }],
    ['adding below a text', { op: 'add', path: '/foo/x', value: 1 }],
    ['adding beyond the end', { op: 'add', path: '/list/3', value: 1 }],
    ['replacing the end', { op: 'replace', path: '/list/-', value: 1 }],
    ['a place with leading zeros', { op: 'remove', path: '/list/00' }],
    ['a place that is negative', { op: 'remove', path: '/list/-1' }],
    ['a list’s own property', { op: 'replace', path: '/list/length', value: 0 }],
    ['what every object inherits', { op: 'replace', path: '/toString', value: 1 }],
    ['a prototype', { op: 'add', path: '/__proto__', value: { admin: true } }],
    ['a prototype further down', { op: 'add', path: '/__proto__/admin', value: true }],
    ['moving into itself', { op: 'move', from: '/deep', path: '/deep/er' }],
    ['moving what is not there', { op: 'move', from: '/none', path: '/foo' }],
    ['a test that fails', { op: 'test', path: '/foo', value: 'other' }],
    ['a test of what is not there', { op: 'test', path: '/none', value: null }],
    ['no value', { op: 'add', path: '/bar' }],
    ['no path', { op: 'remove' }],
    ['no from', { op: 'copy', path: '/bar' }],
    ['a path that is none', { op: 'remove', path: 'foo' }],
    ['a path with a bad escape', { op: 'remove', path: '/~2' }],
    ['an op that is none', { op: 'merge', path: '/foo', value: 1 }],
    ['an op that every object inherits', { op: 'constructor', path: '/foo' }],
    ['no object', 'remove /foo'],
  ])('%s, with all before it', (_what, change) => {
    const document: Json = { foo: 'bar', list: [1, 2], deep: { er: 1 } };
    const changes = [{ op: 'add', path: '/first', value: 1 }, change];
    expect(() => patchJson(document, changes)).toThrow(PatchError);
    expect(document).toEqual({ foo: 'bar', list: [1, 2], deep: { er: 1 } });
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('what is no list, and one without end', () => {
    expect(() => patchJson({}, { op: 'add', path: '/a', value: 1 })).toThrow('must be a list');
    const many = Array.from({ length: 201 }, () => ({ op: 'add', path: '/a', value: 1 }));
    expect(() => patchJson({}, many)).toThrow('more than 200');
    expect(patchJson({}, many.slice(1))).toEqual({ a: 1 });
  });

  test('what copies itself into itself without end', () => {
    const wide = Array.from({ length: 200 }, (_, at) => ({ op: 'copy', from: '/a', path: `/a/${at}` }));
    expect(() => patchJson({ a: { of: 'mine' } }, wide)).toThrow('more than 2000 values');
    const deep = Array.from({ length: 14 }, (_, at) => ({ op: 'copy', from: '', path: '/a'.repeat(2 ** at) }));
    expect(() => patchJson({ a: 1 }, deep)).toThrow('more than 2000 values');
    expect(patchJson({ a: { of: 'mine' } }, wide.slice(0, 2))).toEqual({
      a: { 0: { of: 'mine' }, 1: { 0: { of: 'mine' }, of: 'mine' }, of: 'mine' },
    });
  });

  test('by its number and why', () => {
    const changes = [
      { op: 'add', path: '/a', value: 1 },
      { op: 'test', path: '/a', value: 2 },
    ];
    expect(() => patchJson({}, changes)).toThrow(
      expect.objectContaining({ at: 1, message: 'what stands at /a is not as tested' }),
    );
  });
});
