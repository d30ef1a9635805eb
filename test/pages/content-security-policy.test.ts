import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../server/pages/content-security-policy.ts';
import { html } from '../../server/pages/html.ts';
import { renderPage } from '../../server/pages/render.ts';
import { OFFICE, VIEWS } from './views.ts';

const page = { title: '', content: html`` };
const formAction = (...leads_to: readonly string[]) =>
  /form-action ([^;]*);/.exec(contentSecurityPolicy(page, leads_to))?.[1];

describe('the Content-Security-Policy of a page', () => {
  it('allows nothing but our own files where nothing else is needed', () => {
    expect(renderPage(VIEWS['signed-out']!, OFFICE).csp).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
  });

  it('names where a sign-in leads and where its logo comes from', () => {
    expect(renderPage(VIEWS['login-with-everything']!, OFFICE).csp).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' https://grafana.example.lan; font-src 'self'; form-action 'self' https://grafana.example.lan; frame-ancestors 'none'; base-uri 'none'",
    );
  });

  it('names exactly the origins that a page holds in frames', () => {
    expect(renderPage(VIEWS['signed-out-elsewhere']!, OFFICE).csp).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; frame-src https://grafana.example.lan https://wiki.example.lan:8443; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
  });

  it('allows a script of ours only where the browser is to go on by itself', () => {
    expect(renderPage(VIEWS['form-post']!, OFFICE).csp).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self' https://grafana.example.lan; frame-ancestors 'none'; base-uri 'none'",
    );
    const scripted = Object.values(VIEWS).filter((view) => renderPage(view, OFFICE).csp.includes('script-src'));
    expect(scripted.map((view) => view.page).toSorted()).toEqual(['form-post', 'signed-out', 'web-message']);
  });

  it('lets a form lead to an origin or to the scheme of a native application', () => {
    expect(formAction('http://127.0.0.1:49152')).toBe("'self' http://127.0.0.1:49152");
    expect(formAction('com.example.fieldnotes:')).toBe("'self' com.example.fieldnotes:");
  });

  it('names the scheme alone for an IPv6 address, which its grammar does not know', () => {
    expect(formAction('http://[::1]:49152')).toBe("'self' http:");
  });

  it.each([
    'https://a.example; script-src *',
    'https://a.example, x',
    '*',
    "'unsafe-inline'",
    'javascript:',
    'data:',
    'https://a.example/path',
    '',
  ])('leaves out %j, which is no origin and no scheme of an application', (leads_to) => {
    expect(formAction(leads_to)).toBe("'self'");
  });
});
