import { describe, expect, it } from 'vitest';
import { tagsOf } from './markup.ts';
import { shown } from './shown.ts';

describe('the sign-in page', () => {
  it('has the fields and the button of the contract, made for a password manager', () => {
    const { ids, body } = shown('login');
    expect(ids.get('lanyard-username')?.attributes.get('name')).toBe('username');
    expect(ids.get('lanyard-username')?.attributes.get('autocomplete')).toBe('username');
    expect(ids.get('lanyard-password')?.attributes.get('name')).toBe('password');
    expect(ids.get('lanyard-password')?.attributes.get('type')).toBe('password');
    expect(ids.get('lanyard-password')?.attributes.get('autocomplete')).toBe('current-password');
    expect(ids.get('lanyard-login-submit')?.name).toBe('button');
    expect(ids.has('lanyard-login-error')).toBe(false);
    expect(body).toContain('<form method="post" action="/interaction/login">');
    expect(body).toContain(
      '<input type="hidden" name="csrf" value="c1">\n<input type="hidden" name="ticket" value="t1">',
    );
  });

  it('begins at the username, or at the password when the username is known', () => {
    expect(shown('login').ids.get('lanyard-username')?.attributes.has('autofocus')).toBe(true);
    expect(shown('login-with-everything').ids.get('lanyard-password')?.attributes.has('autofocus')).toBe(true);
  });

  it('announces wrong credentials at the fields, and keeps the username', () => {
    const { ids, text, body } = shown('login-wrong');
    expect(ids.get('lanyard-login-error')?.attributes.get('role')).toBe('alert');
    for (const id of ['lanyard-username', 'lanyard-password']) {
      expect(ids.get(id)?.attributes.get('aria-invalid')).toBe('true');
      expect(ids.get(id)?.attributes.get('aria-describedby')).toBe('lanyard-login-error');
    }
    expect(ids.get('lanyard-username')?.attributes.get('value')).toBe('alice');
    expect(text).toContain("That username and password don't match.");
    expect(body).toContain('<title>Not signed in yet: ');
  });

  it('never repeats a password', () => {
    expect(shown('login-wrong').ids.get('lanyard-password')?.attributes.has('value')).toBe(false);
  });

  it('says when to try again after too many attempts, without blaming the fields', () => {
    const { ids, text } = shown('login-too-many');
    expect(text).toContain('You can try again in 40 seconds.');
    expect(ids.get('lanyard-password')?.attributes.has('aria-invalid')).toBe(false);
  });

  it('says where a code is to be had: in the mail, or with an admin where no server sends it', () => {
    expect(shown('login-code').text).toContain('is on its way to the address that the office knows');
    const handed = shown('login-code-handed-over').text;
    expect(handed).toContain('waits for you with an admin of your office');
    expect(handed).not.toContain('on its way');
  });

  it('links to what the application says of itself', () => {
    const links = tagsOf(shown('login-with-everything').body).filter((tag) => tag.name === 'a');
    expect(links.map((link) => link.attributes.get('href'))).toEqual([
      'https://grafana.example.lan/',
      'https://grafana.example.lan/privacy',
      'https://grafana.example.lan/terms',
    ]);
    for (const link of links) expect(link.attributes.get('rel')).toBe('noopener noreferrer');
  });
});

describe('choosing an account', () => {
  it('offers to go on or to use another account', () => {
    const { ids } = shown('select-account');
    expect(ids.get('lanyard-account-continue')?.attributes.get('value')).toBe('continue');
    expect(ids.get('lanyard-account-another')?.attributes.get('value')).toBe('another');
  });
});
