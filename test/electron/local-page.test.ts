/** The shell's own pages as text; how they look and whether everybody can use them, test/e2e/electron-pages.spec.ts says. */
import { expect, test } from 'vitest';
import { localPage } from '../../electron/local-page.ts';

const TROUBLE = {
  title: 'Lanyard is running already',
  detail: 'Process 4711 is using it.\nSo it is.',
  remedy: 'Stop it.',
};

test('a failure says what happened, what to do, and the last lines of the log as a person reads them', () => {
  const line = '{"time":"2026-11-21T12:20:08.358Z","level":"error","message":"the disk is full","path":"/x"}';
  const page = localPage({ kind: 'failed', trouble: TROUBLE, lines: [line, 'lanyard: no'] });
  expect(page).toContain('<h1>Lanyard is running already</h1>');
  expect(page).toContain('<p>Process 4711 is using it.</p>\n<p>So it is.</p>\n<p>Stop it.</p>');
  expect(page).toContain('12:20:08 error the disk is full path=&#34;/x&#34;\nlanyard: no</pre>');
});

test('what a log says is text, whatever it says', () => {
  const page = localPage({ kind: 'waiting', after_ms: 1_000, lines: ['<img src=x onerror=alert(1)>'] });
  expect(page).not.toContain('<img');
  expect(page).toContain('&#60;img');
});

test('no page has a script, a style of its own or anything from elsewhere', () => {
  const page = localPage({ kind: 'failed', trouble: TROUBLE, lines: [] });
  expect(page).not.toMatch(/<script|style=|<style|https?:/);
});

test('a long start says how long it has taken, a short one does not', () => {
  expect(localPage({ kind: 'starting', so_far_s: 0 })).toContain('One moment.');
  expect(localPage({ kind: 'starting', so_far_s: 20 })).toContain('It has taken 20 seconds so far.');
});

test('every page that a person could wait at for ever offers what to do', () => {
  const waiting = [
    localPage({ kind: 'failed', trouble: TROUBLE, lines: [] }),
    localPage({ kind: 'stopped' }),
    localPage({ kind: 'waiting', after_ms: 8_000, lines: [] }),
    localPage({ kind: 'unreachable', address: 'https://127.0.0.1:5263/panel/', reason: 'ERR_CERT_AUTHORITY_INVALID' }),
    localPage({ kind: 'no-panel', issuer: 'http://127.0.0.1:5263' }),
  ];
  for (const page of waiting) expect(page).toMatch(/href="lanyard-shell:\/\/do\/[a-z-]+"/);
});
