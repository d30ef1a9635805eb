import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../server/pages/html.ts';
import { tagsOf, textOf } from './markup.ts';

describe('the html template', () => {
  it('escapes what could end a text or a double-quoted attribute', () => {
    expect(html`<p title="${'"><script>'}">${"<b>&'"}</p>`.toString()).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</p>',
    );
  });

  it('keeps nested markup, joins arrays, and shows nothing for undefined and false', () => {
    const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${undefined}${false}${0}`.toString()).toBe('<ul><li>a</li><li>&lt;</li></ul>0');
  });

  it('does not take a look-alike of its own values for markup', () => {
    const forged = { toString: () => '<script>' };
    // @ts-expect-error only html makes markup
    expect(() => html`${forged}`.toString()).toThrow(TypeError);
  });

  it('lets no string become markup, and loses none of it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', 'a', ' ', '-', '!') }),
        ),
        (text) => {
          const page = html`<p title="${text}">${text}</p>`.toString();
          const tags = tagsOf(page);
          expect(tags.map((tag) => tag.name)).toEqual(['p']);
          expect(tags[0]?.attributes).toEqual(new Map([['title', text]]));
          expect(textOf(page).trim()).toBe(text.replaceAll(/\s+/g, ' ').trim());
        },
      ),
    );
  });
});
