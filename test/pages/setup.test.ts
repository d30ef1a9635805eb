import { describe, expect, it } from 'vitest';
import { shown } from './shown.ts';

describe('the set-up', () => {
  it('asks for the office, the admin and a password twice', () => {
    const { ids } = shown('setup');
    const fields = [...ids].flatMap(([id, tag]) =>
      tag.name === 'input' ? [[id, tag.attributes.get('name'), tag.attributes.get('autocomplete')]] : [],
    );
    expect(fields).toEqual([
      ['lanyard-setup-issuer-name', 'issuer_name', 'organization'],
      ['lanyard-setup-name', 'name', 'name'],
      ['lanyard-setup-username', 'username', 'username'],
      ['lanyard-setup-email', 'email', 'email'],
      ['lanyard-setup-password', 'password', 'new-password'],
      ['lanyard-setup-password-again', 'password_again', 'new-password'],
    ]);
    expect(ids.get('lanyard-setup-submit')?.name).toBe('button');
    expect(ids.get('lanyard-setup-email')?.attributes.has('required')).toBe(false);
  });

  it('shows each error at its field, keeps what was typed, and begins at the first that is wrong', () => {
    const { ids, text } = shown('setup-wrong');
    expect(ids.get('lanyard-setup-username')?.attributes.get('aria-describedby')).toBe('lanyard-setup-username-error');
    expect(ids.get('lanyard-setup-username')?.attributes.get('value')).toBe('alice example');
    expect(ids.get('lanyard-setup-username')?.attributes.has('autofocus')).toBe(true);
    expect(ids.get('lanyard-setup-password')?.attributes.has('value')).toBe(false);
    expect(text).toContain('The clock of this computer is wrong');
  });

  it('says how long a password must be before anybody tries', () => {
    const { ids, text } = shown('setup');
    expect(ids.get('lanyard-setup-password')?.attributes.get('aria-describedby')).toBe('lanyard-setup-password-hint');
    expect(text).toContain('At least 8 characters.');
  });

  it('ends with what to type into an application, and the next step', () => {
    expect(shown('setup-done').text).toContain('http://127.0.0.1:5263/.well-known/openid-configuration');
    expect(shown('setup-done').text).toContain('npm start -- --import office.lanyard.yaml');
    expect(shown('setup-done').body).not.toContain('<a ');
    expect(shown('setup-done-panel').text).toContain('npm start -- --import office.lanyard.yaml');
    expect(shown('setup-done-panel').text).toContain('Opened in another way, the panel asks for your username');
    expect(shown('setup-done-panel').ids.get('lanyard-panel')?.attributes.get('href')).toMatch(/\/panel\/$/);
  });
});
