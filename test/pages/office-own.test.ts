/** The office's own words, logo and colours on the pages: what strangers send stays text, and nothing that is needed can go. */
import { describe, expect, it } from 'vitest';
import type { LoginView } from '../../server/contract/pages.ts';
import { coloursPath, officeAsset } from '../../server/pages/office-assets.ts';
import { previewLogin } from '../../server/pages/preview-login.ts';
import { renderPage } from '../../server/pages/render.ts';
import type { LoginPage } from '../../server/storage/records/login-page.ts';
import { tagsOf, textOf } from './markup.ts';
import { OFFICE, VIEWS } from './views.ts';

const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function login(changes: Partial<LoginView> = {}): LoginView {
  const view = VIEWS['login'];
  if (view?.page !== 'login') throw new Error('there is no such view');
  return { ...view, ...changes };
}
const draw = (login_page: LoginPage, changes: Partial<LoginView> = {}) =>
  renderPage(login(changes), { ...OFFICE, login_page });

const ALL: LoginPage = {
  heading: 'To {{application}}{{#ext-team}} as {{ext-team}}{{/ext-team}}',
  lead: 'Hi {{login_hint}}, by {{connection}}, of {{office}}',
  submit: 'Enter',
  help: 'Help for {{ext-team}}',
  block: '<h2>{{ext-team}}</h2><p>{{#ext-none}}never{{/ext-none}}{{^ext-none}}else{{/ext-none}} {{login_hint}}</p>',
};

const ATTACKS = [
  '"><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style><style>*{display:none}</style>',
  '{{{csrf}}} {{csrf}} {{#application}}x{{/application}}',
  '{{=<% %>=}}<%& csrf %>',
  'url(javascript:alert(1))',
  '--><!--',
  '&lt;script&gt;',
  '${7*7} #{7*7} {{7*7}}',
];

describe('the office’s own sign-in page', () => {
  it('says what the template says, with the values of the request', () => {
    const offered = { 'ext-team': 'Support', login_hint: 'ada', connection: 'Staff' };
    const text = textOf(draw(ALL, { offered }).body).replaceAll(/[\u2068\u2069]/g, '');
    for (const said of ['To Grafana as Support', 'Hi ada, by Staff, of Example Office', 'Help for Support', 'Enter']) {
      expect(text).toContain(said);
    }
    expect(text).toContain('else ada');
    expect(text).not.toContain('never');
  });

  it.each(ATTACKS)('keeps %s text wherever a value stands', (attack) => {
    const offered = { 'ext-team': attack, login_hint: attack, connection: attack };
    const application = { ...login().application, client_name: attack };
    const { body, csp } = draw(ALL, { offered, application });
    const plain = draw(ALL, { offered: { 'ext-team': 'x', login_hint: 'x', connection: 'x' } });
    const shape = (markup: string) => tagsOf(markup).map(({ name, attributes }) => [name, ...attributes.keys()]);
    expect(shape(body)).toEqual(shape(plain.body));
    expect(csp).toBe(plain.csp);
    expect(textOf(body)).toContain(attack);
  });

  it('leaves the fields and the name of who asks on the page, and the policy as it is', () => {
    const { body, csp } = draw({ ...ALL, heading: 'A {{application}}', logo: LOGO, action_light: '#7A1F4D' });
    const ids = tagsOf(body).map(({ attributes }) => attributes.get('id'));
    for (const id of ['lanyard-username', 'lanyard-password', 'lanyard-login-submit', 'lanyard-heading']) {
      expect(ids).toContain(id);
    }
    expect(textOf(body)).toContain('Grafana');
    expect(csp).toBe(renderPage(login(), OFFICE).csp);
    expect(csp).toContain("style-src 'self'; img-src 'self'");
    expect(body).not.toMatch(/ style=|<style/);
  });

  it('shows what somebody wrote into the record past every check as if it were not there', () => {
    const bad: LoginPage = {
      heading: 'Sign in to your bank',
      lead: '{{{ext-team}}}',
      block: '<script>alert(1)</script>',
      logo: Buffer.from('<svg onload="alert(1)"/>').toString('base64'),
      action_light: 'red; } body { display: none',
    };
    expect(draw(bad).body).toBe(draw({}).body);
  });

  it('turns no text around and keeps every value to itself', () => {
    const { body } = draw(ALL, { offered: { login_hint: 'a\u202eb\u0000c' } });
    expect(body).not.toContain('\u202e');
    expect(body).toContain('\u2068a b c\u2069');
  });
});

describe('the office’s colours and logo', () => {
  it('stand on every page that people see', () => {
    const office = { ...OFFICE, login_page: { logo: LOGO, paper_dark: '#000000' } };
    for (const name of ['login', 'consent', 'error', 'account'].filter((one) => VIEWS[one] !== undefined)) {
      const { body } = renderPage(VIEWS[name] ?? login(), office);
      expect(body).toMatch(
        /<img class="office-logo" id="lanyard-office-logo" src="\/assets\/logo-[0-9a-f]{16}\.png" alt="">/,
      );
      expect(body).toContain('href="/assets/colours-auto-0-0-0-0-0-000000.css"');
      expect(body).toContain('media="(prefers-color-scheme: dark)" content="#000000"');
    }
  });

  it('are files: the logo as it is, the colours by nothing but what the path says', () => {
    const page: LoginPage = { logo: LOGO, action_light: '#7A1F4D', action_dark: '#F2A0C0' };
    const path = /\/assets\/logo-[^"]+/.exec(draw(page).body)?.[0] ?? '';
    expect(officeAsset(path, page)).toMatchObject({ path, content_type: 'image/png' });
    expect(officeAsset(path, page)?.body().toString('base64')).toBe(LOGO);
    expect(officeAsset(path, {})).toBeUndefined();
    const colours = coloursPath(page, undefined) ?? '';
    const css = officeAsset(colours, {})?.body().toString() ?? '';
    expect(css).toContain('--petrol: #7A1F4D;');
    expect(css).toContain('(prefers-color-scheme: dark) { :root { --paper: #101A20; --petrol: #F2A0C0;');
    for (const other of [
      '/assets/colours-auto-red-0-0-0-0-0.css',
      '/assets/colours-auto-0-0-0-0-0.css',
      '/assets/colours-print-0-0-0-0-0-0.css',
      '/assets/colours-auto-0-0-0-0-0-0}body{}.css',
      '/assets/../settings',
    ]) {
      expect(officeAsset(other, page)).toBeUndefined();
    }
  });
});

describe('the preview', () => {
  it('is the real page with made-up values, in one theme, and brings its logo along', () => {
    const html = previewLogin({ ...ALL, logo: LOGO, action_dark: '#F2A0C0' }, 'dark', 'Example Office');
    expect(textOf(html)).toContain('sample of ext-team');
    expect(html).toContain(`src="data:image/png;base64,${LOGO}"`);
    expect(html).toContain('href="/assets/colours-dark-0-f2a0c0-0-0-0-0.css"');
    expect(html).toMatch(/href="\/assets\/pages-dark-[0-9a-f]+\.css"/);
    expect(html).toContain('id="lanyard-password"');
  });
});
