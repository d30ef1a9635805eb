import { describe, expect, it } from 'vitest';
import { tagsOf } from './markup.ts';
import { shown } from './shown.ts';

describe('the web_message page', () => {
  it('carries the answer as data, posts it by a script of ours, and may be framed by that one origin', () => {
    const { body, csp, ids } = shown('web-message');
    const place = ids.get('lanyard-web-message')?.attributes;
    expect(place?.get('data-origin')).toBe('https://grafana.example.lan');
    expect(body).not.toContain('</script><b>');
    expect(
      tagsOf(body)
        .find((tag) => tag.name === 'script')
        ?.attributes.get('src'),
    ).toMatch(/^\/assets\/web-message-/);
    expect(csp).toContain("script-src 'self'");
    expect(csp).toContain('frame-ancestors https://grafana.example.lan;');
    expect(shown('form-post').csp).toContain("frame-ancestors 'none'");
  });
});
