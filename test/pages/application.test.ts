import { describe, expect, it } from 'vitest';
import type { ApplicationView, PageView } from '../../server/contract/pages.ts';
import { renderPage } from '../../server/pages/render.ts';
import { OFFICE, VIEWS } from './views.ts';

describe('what an application says of itself', () => {
  const withApplication = (application: Partial<ApplicationView>) => {
    const login = VIEWS['login'] as Extract<PageView, { page: 'login' }>;
    return renderPage({ ...login, application: { ...login.application, ...application } }, OFFICE);
  };

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://files.example', '//host.example', 'nonsense', ''])(
    'is not linked when the address is %j',
    (address) => {
      const { body } = withApplication({ client_uri: address, policy_uri: address, tos_uri: address });
      expect(body).not.toContain('<a ');
    },
  );

  it('says where it comes from, and that nobody checked it, only where that is so', () => {
    const said = (application: Partial<ApplicationView>) =>
      /id="lanyard-described-by">(.*?)<\/p>/.exec(withApplication(application).body)?.[1];
    expect(said({})).toBeUndefined();
    expect(said({ unchecked: true })).toBe('It registered itself. Nobody of your office has checked it.');
    expect(said({ described_by: 'tool.test' })).toBe('It comes from <strong>tool.test</strong>.');
    expect(said({ described_by: 'tool.test', unchecked: true })).toBe(
      'It comes from <strong>tool.test</strong>. Nobody of your office has checked it.',
    );
  });

  it.each([
    'http://grafana.example.lan/logo.svg',
    'javascript:x',
    '//evil.example/x.png',
    '/\\evil.example/x.png',
    'logo.png',
  ])('shows no logo from %j', (logo_uri) => {
    const { body, csp } = withApplication({ logo_uri });
    expect(body).not.toContain('<img');
    expect(csp).toContain("img-src 'self';");
  });

  it('shows a logo over https, and names its origin in the policy', () => {
    const { body, csp } = withApplication({ logo_uri: 'https://cdn.example:8443/a.png?b=1&c' });
    expect(body).toContain('<img class="logo" src="https://cdn.example:8443/a.png?b=1&amp;c" alt=""');
    expect(csp).toContain("img-src 'self' https://cdn.example:8443;");
  });

  it('shows a logo of our own origin', () => {
    const { body, csp } = withApplication({ logo_uri: '/logos/grafana.png' });
    expect(body).toContain('src="/logos/grafana.png"');
    expect(csp).toContain("img-src 'self';");
  });
});
