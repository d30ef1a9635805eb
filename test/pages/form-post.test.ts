import { describe, expect, it } from 'vitest';
import { tagsOf } from './markup.ts';
import { shown } from './shown.ts';

describe('the form_post page', () => {
  it('carries every field, has a button without a name, and a script of ours', () => {
    const tags = tagsOf(shown('form-post').body);
    const inputs = tags
      .filter((tag) => tag.name === 'input')
      .map((tag) => [tag.attributes.get('name'), tag.attributes.get('value')]);
    expect(inputs).toEqual([
      ['code', 'c0de'],
      ['state', 'st4te'],
      ['submit', 'a field that hides form.submit'],
    ]);
    expect(tags.find((tag) => tag.name === 'button')?.attributes.has('name')).toBe(false);
    expect(tags.find((tag) => tag.name === 'script')?.attributes.get('src')).toMatch(
      /^\/assets\/form-post-[0-9a-f]{12}\.js$/,
    );
  });
});
