import { describe, expect, it } from 'vitest';
import { redirectMismatch } from '../../server/pages/redirect-mismatch.ts';
import { textOf } from './markup.ts';

function compared(received: string, registered: string, differs_at: number) {
  const markup = redirectMismatch({
    received,
    registered: [registered],
    closest: { registered, differs_at },
    likely_cause: 'A likely cause.',
  }).toString();
  const lines = [...markup.matchAll(/<code class="whole">(.*?)<\/code><\/dd>/g)].map(([, line = '']) =>
    line
      .replaceAll('<span class="gap"></span>', '_')
      .replaceAll(/<mark class="differs">(.*?)<\/mark>/g, '[$1]')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>'),
  );
  return { lines, text: textOf(markup) };
}

describe('a redirect URI that is not registered', () => {
  it('shows a missing part as a gap, so that both lines stay aligned', () => {
    const { lines, text } = compared('http://a.lan/cb', 'https://a.lan/cb', 4);
    expect(lines).toEqual(['http_://a.lan/cb', 'http[s]://a.lan/cb']);
    expect(text).toContain('The application’s lacks s .');
  });

  it('shows an extra slash at the end', () => {
    const { lines, text } = compared('https://a.lan/cb/', 'https://a.lan/cb', 16);
    expect(lines).toEqual(['https://a.lan/cb[/]', 'https://a.lan/cb_']);
    expect(text).toContain('The application’s has an extra / .');
  });

  it('marks only what differs in the middle', () => {
    const { lines, text } = compared('https://a.lan/callback', 'https://a.lan/cb', 15);
    expect(lines[0]).toMatch(/^https:\/\/a\.lan\/c\[.*\]/);
    expect(text).toContain('A likely cause.');
  });

  it('makes characters visible that a reader cannot see', () => {
    expect(compared('https://a.lan/cb ', 'https://a.lan/cb', 16).lines[0]).toBe('https://a.lan/cb[␣]');
    expect(compared('https://a.lan/c\u200bb', 'https://a.lan/cb', 15).lines).toEqual([
      'https://a.lan/c[<U+200B>]b',
      'https://a.lan/c________b',
    ]);
  });

  it('finds the place itself when the position given is beyond it', () => {
    expect(compared('http://a.lan/cb', 'https://a.lan/cb', 99).lines).toEqual([
      'http_://a.lan/cb',
      'http[s]://a.lan/cb',
    ]);
  });

  it('lists the other registered addresses, and says when none is close', () => {
    const none = redirectMismatch({
      received: 'https://evil.example/',
      registered: ['https://a.lan/1', 'https://a.lan/2'],
      likely_cause: 'Nothing here is like it.',
    });
    expect(textOf(none.toString())).toContain(
      'Entered in Lanyard https://a.lan/1 https://a.lan/2 Nothing here is like it.',
    );
  });
});
