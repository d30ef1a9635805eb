/** The parameters of a request as they came. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_PARAMS, paramsOf, parseParams } from '../../server/spec/params.ts';

describe('reading a form', () => {
  it('keeps values as they were, decoded once', () => {
    const params = parseParams('a=1&b=x%2By+z&c=%2525&d=%C3%A9&e');
    expect([...params.entries()]).toEqual([
      ['a', '1'],
      ['b', 'x+y z'],
      ['c', '%25'],
      ['d', 'é'],
      ['e', ''],
    ]);
  });

  it('takes an empty value for none (RFC 6749 3.1)', () => {
    const params = parseParams('a=&b&c=1');
    expect([params.get('a'), params.get('b'), params.get('c')]).toEqual([undefined, undefined, '1']);
    expect([params.has('a'), params.has('b'), params.has('c'), params.has('d')]).toEqual([false, false, true, false]);
    expect(params.all('a')).toEqual([]);
  });

  it('says which came more than once, empty ones too', () => {
    expect(parseParams('a=1&b=2&a=3').repeated).toEqual(['a']);
    expect(parseParams('a=&a=').repeated).toEqual(['a']);
    expect(parseParams('a=1&b=2').repeated).toEqual([]);
    expect(parseParams('a=1&a=2').all('a')).toEqual(['1', '2']);
  });

  it('knows no brackets, dots or prototypes (B02)', () => {
    const params = parseParams('a[]=1&a[b]=2&__proto__=3&constructor=4&a.b=5');
    expect(params.get('a')).toBeUndefined();
    expect(params.get('__proto__')).toBe('3');
    expect(params.get('constructor')).toBe('4');
    expect(params.get('toString')).toBeUndefined();
    expect(params.has('hasOwnProperty')).toBe(false);
    expect(({} as Record<string, unknown>)['3']).toBeUndefined();
  });

  it('of nothing is nothing', () => {
    expect([...parseParams('').entries()]).toEqual([]);
    expect(NO_PARAMS.get('a')).toBeUndefined();
    expect(NO_PARAMS.repeated).toEqual([]);
  });

  it('survives what is no UTF-8 (B05)', () => {
    expect(parseParams('a=%c0%af&b=%ed%a0%80&c=%00&d=%').get('c')).toBe('\0');
  });
});

describe('with', () => {
  it('sets, replaces and leaves out, and changes nothing itself', () => {
    const before = parseParams('a=1&b=2&b=3');
    const after = before.with({ a: undefined, b: '4', c: '5' });
    expect([...after.entries()]).toEqual([
      ['b', '4'],
      ['c', '5'],
    ]);
    expect(after.repeated).toEqual([]);
    expect([...before.entries()]).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['b', '3'],
    ]);
  });
});

describe('always', () => {
  const text = fc.string({ unit: 'grapheme' }).map((s) => s.toWellFormed());
  const pairs = fc.array(fc.tuple(text, text));

  it('what was encoded is read back: the same values by name, in order', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const params = parseParams(new URLSearchParams(given).toString());
        for (const [name] of given) {
          const values = given.filter(([n]) => n === name).map(([, value]) => value);
          expect(params.all(name)).toEqual(values.filter((value) => value !== ''));
          expect(params.get(name)).toBe(values[0] === '' ? undefined : values[0]);
          expect(params.repeated.includes(name)).toBe(values.length > 1);
        }
        expect([...paramsOf(params.entries()).entries()]).toEqual([...params.entries()]);
      }),
    );
  });

  it('with sets exactly what it is told, whatever was there', () => {
    fc.assert(
      fc.property(pairs, fc.dictionary(text, fc.option(text, { nil: undefined })), (given, changes) => {
        const before = paramsOf(given);
        const after = before.with(changes);
        for (const [name, value] of Object.entries(changes))
          expect(after.get(name)).toBe(value === '' ? undefined : value);
        for (const [name] of given) {
          if (!Object.hasOwn(changes, name)) expect(after.all(name)).toEqual(before.all(name));
        }
      }),
    );
  });

  it('nothing that is sent makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (encoded) => {
        const params = parseParams(encoded);
        expect([...params.entries()].length).toBeGreaterThanOrEqual(params.repeated.length * 2);
      }),
    );
  });
});
