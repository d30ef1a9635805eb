import { describe, expect, it } from 'vitest';
import { ASSETS } from '../../server/pages/assets.ts';
import { renderPage } from '../../server/pages/render.ts';
import { tagsOf, type Tag } from './markup.ts';
import { OFFICE, VIEWS } from './views.ts';

const every = Object.entries(VIEWS);

describe.each(every)('the page %s', (_name, view) => {
  const { body } = renderPage(view, OFFICE);
  const tags = tagsOf(body);
  const all = (name: string) => tags.filter((tag) => tag.name === name);

  it('has a language, a title with the office in it, one heading of the first level, one header and one main', () => {
    expect(all('html')[0]?.attributes.get('lang')).toBe('en');
    expect(/<title>(.+) – Example Office<\/title>/.exec(body)?.[1]).toMatch(/\S/);
    for (const name of ['h1', 'main', 'header']) expect(all(name)).toHaveLength(1);
    expect(body).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  });

  it('goes down one heading level at a time', () => {
    let before = 0;
    for (const tag of tags) {
      const level = Number(/^h([1-6])$/.exec(tag.name)?.[1]);
      if (Number.isNaN(level)) continue;
      expect(level).toBeLessThanOrEqual(before + 1);
      before = level;
    }
  });

  it('has no inline script or style, no event attribute and no id twice', () => {
    const attributes = tags.flatMap((tag) => [...tag.attributes.keys()]);
    expect(attributes.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([]);
    expect(all('style')).toEqual([]);
    expect(body).not.toMatch(/<script[^>]*>[^<]/);
    const ids = tags.flatMap((tag) => tag.attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers only to files that are served', () => {
    const served = ASSETS.map((asset) => asset.path);
    const used = tags.filter((tag) => tag.name === 'link' || tag.name === 'script');
    for (const tag of used) expect(served).toContain(tag.attributes.get('href') ?? tag.attributes.get('src'));
  });

  it('labels every field that is seen, and describes it by what is there', () => {
    const ids = new Set(tags.flatMap((tag) => tag.attributes.get('id') ?? []));
    const labelled = new Set(all('label').map((label) => label.attributes.get('for')));
    for (const input of all('input').filter((one) => one.attributes.get('type') !== 'hidden')) {
      expect(labelled).toContain(input.attributes.get('id'));
    }
    for (const tag of tags) {
      const described = `${tag.attributes.get('aria-describedby') ?? ''} ${tag.attributes.get('aria-labelledby') ?? ''}`;
      for (const id of described.split(' ').filter(Boolean)) expect(ids).toContain(id);
    }
    expect(tags.filter((tag) => tag.attributes.has('autofocus')).length).toBeLessThanOrEqual(1);
  });

  it('stays free of markup when every text of it is hostile', () => {
    const hostile = '"\'><script src=//evil.example></script><img src=x onerror=alert(1)>&lt;';
    const poisoned = renderPage(poison(view, hostile), { issuer_name: hostile });
    const shape = (found: readonly Tag[]) => found.map((tag) => `${tag.name} ${[...tag.attributes.keys()].join(' ')}`);
    expect(shape(tagsOf(poisoned.body))).toEqual(shape(tagsOf(renderPage(poison(view, 'x'), OFFICE).body)));
    expect(poisoned.csp).not.toContain('evil');
  });
});

/** The same view with every text replaced, except what tells the variants apart. */
function poison<V>(view: V, text: string): V {
  const kept = new Set(['page', 'kind', 'step', 'by_mail', 'state', 'user_applications']);
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return kept.has(key) ? value : text;
    if (Array.isArray(value)) return value.map((one) => change(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one, name)]));
  };
  return change(view, '') as V;
}
