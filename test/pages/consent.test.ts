import { describe, expect, it } from 'vitest';
import { tagsOf } from './markup.ts';
import { shown } from './shown.ts';

describe('the consent page', () => {
  it('has a ticked box for each optional scope and none for a needed one', () => {
    const boxes = tagsOf(shown('consent').body).filter((tag) => tag.attributes.get('type') === 'checkbox');
    expect(
      boxes.map((box) => [box.attributes.get('name'), box.attributes.get('value'), box.attributes.has('checked')]),
    ).toEqual([
      ['scope', 'email', true],
      ['scope', 'groups', true],
      ['scope', 'offline_access', true],
    ]);
  });

  it('reads like a sentence, with the own values of the person', () => {
    const { text } = shown('consent');
    expect(text).toContain('Grafana would like to: know who you are see your e-mail address alice@example.lan');
    expect(text).toContain('see your groups staff · editors');
    expect(text).toContain('You are signed in as Alice Example ( alice ).');
    expect(text).toContain('you go back to grafana.example.lan');
  });

  it('says that a native application waits on this device', () => {
    expect(shown('consent-native').text).toContain('you go back to this device (com.example.fieldnotes:)');
  });

  it('marks what is sensitive by a word, and names a scope that nobody described', () => {
    const { text } = shown('consent-twelve');
    expect(text).toContain('place and cancel orders for you Sensitive');
    expect(text).toContain('use urn:example:scope:that-nobody-described:read-write-everything Sensitive');
    expect(text).toContain('use Orders for you');
  });

  it('says of a single act what exactly would be done', () => {
    const { text, body } = shown('consent-twelve');
    expect(text).toContain('pay <b>12.50</b> EUR to Baker Sensitive actions: pay');
    expect(body).toContain('<bdi>&lt;b&gt;12.50&lt;/b&gt; EUR</bdi>');
  });

  it('has two equal buttons, and Enter in the list presses the one that refuses', () => {
    const { ids, body } = shown('consent');
    for (const [id, value] of [
      ['lanyard-consent-allow', 'allow'],
      ['lanyard-consent-deny', 'deny'],
    ] as const) {
      expect(ids.get(id)?.attributes.get('name')).toBe('decision');
      expect(ids.get(id)?.attributes.get('value')).toBe(value);
    }
    expect(body.indexOf('lanyard-consent-deny')).toBeLessThan(body.indexOf('lanyard-consent-allow'));
  });

  it('asks only for the sign-in when nothing else is asked for', () => {
    expect(shown('consent-nothing').text).toContain('Grafana would like to sign you in');
  });
});
