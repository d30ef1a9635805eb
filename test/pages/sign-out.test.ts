import { describe, expect, it } from 'vitest';
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
});
