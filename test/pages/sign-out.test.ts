import { describe, expect, it } from 'vitest';
import { tagsOf } from './markup.ts';
import { shown } from './shown.ts';

describe('signing out', () => {
  it('asks with two buttons', () => {
    const { ids } = shown('sign-out');
    expect(ids.get('lanyard-logout-yes')?.attributes.get('value')).toBe('yes');
    expect(ids.get('lanyard-logout-no')?.attributes.get('value')).toBe('no');
  });

  it('says afterwards whether it happened', () => {
    expect(shown('signed-out').ids.has('lanyard-signed-out')).toBe(true);
    expect(shown('signed-out-stayed').ids.has('lanyard-signed-out')).toBe(false);
  });

  it('holds the applications that sign out themselves in frames, and goes on without a script', () => {
    const { body, ids, view } = shown('signed-out-elsewhere');
    if (view.page !== 'signed-out') throw new Error(`the page is ${view.page}`);
    const tags = tagsOf(body);
    const frames = tags.filter(({ name }) => name === 'iframe');
    expect(frames.map(({ attributes }) => attributes.get('src'))).toEqual(view.frames);
    for (const { attributes } of frames) expect(attributes.get('sandbox')).not.toContain('top-navigation');
    const location = view.goes_on?.location;
    const refresh = tags.find(({ attributes }) => attributes.get('http-equiv') === 'refresh');
    expect(refresh?.attributes.get('content')).toBe(`2;url=${location}`);
    expect(ids.get('lanyard-continue')?.attributes.get('href')).toBe(location);
  });

  it('goes nowhere by itself where nobody named an address', () => {
    expect(shown('signed-out').body).not.toContain('http-equiv="refresh"');
  });
});
