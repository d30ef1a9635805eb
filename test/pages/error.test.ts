import { describe, expect, it } from 'vitest';
import type { PageView } from '../../server/contract/pages.ts';
import { renderPage } from '../../server/pages/render.ts';
import { tagsOf, textOf } from './markup.ts';
import { shown } from './shown.ts';
import { OFFICE, VIEWS } from './views.ts';

describe('the error page', () => {
  it('shows the code, what arrived, what was expected and who can fix it', () => {
    const { body } = shown('error');
    expect(body).toContain('<code id="lanyard-error">invalid_request</code>');
    const detail = textOf(/<div id="lanyard-error-detail">[^]*?<ul class="smallprint/.exec(body)?.[0] ?? '');
    expect(detail).toContain('You took longer than 30 minutes');
    expect(detail).toContain('Go back to the application');
    expect(body).not.toContain('lanyard-incident');
  });

  it('shows the incident where there is one', () => {
    expect(shown('error-incident').body).toContain('<code id="lanyard-incident">7f3a91c2</code>');
  });

  it.each(Object.entries(VIEWS).filter(([, view]) => view.page === 'error'))(
    'never carries the address of a stranger in an attribute: %s',
    (_name, view) => {
      const stranger = 'https://evil.example/callback';
      const mismatch = view.page === 'error' && view.mismatch && { ...view.mismatch, received: stranger };
      const { body } = renderPage({ ...view, ...(mismatch && { mismatch }) } as PageView, OFFICE);
      const attributes = tagsOf(body).flatMap((tag) => [...tag.attributes.values()]);
      expect(attributes.filter((value) => value.includes('evil'))).toEqual([]);
      expect(body).not.toMatch(/<(a|form|iframe|img)\b/);
    },
  );
});
