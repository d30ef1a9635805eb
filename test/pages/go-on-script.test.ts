/** The script that leaves the signed-out page: when it goes on, and that it does so once. */
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { GO_ON_SCRIPT } from '../../server/pages/go-on-script.ts';

function open(readyState: string) {
  const gone: string[] = [];
  const listeners = new Map<string, () => void>();
  const timers: { readonly run: () => void; readonly after_ms: number }[] = [];
  const window = {
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
    setTimeout: (run: () => void, after_ms: number) => timers.push({ run, after_ms }),
    location: { replace: (to: string) => gone.push(to) },
  };
  const document = { readyState, getElementById: () => ({ href: 'https://app.example.lan/bye' }) };
  runInNewContext(GO_ON_SCRIPT.body().toString(), { window, document });
  return { gone, load: () => listeners.get('load')?.(), timers };
}

describe('the signed-out page goes on', () => {
  it('when every frame has loaded, and not again after the time that it would have waited', () => {
    const { gone, load, timers } = open('loading');
    expect(gone).toEqual([]);
    load();
    for (const { run } of timers) run();
    expect(gone).toEqual(['https://app.example.lan/bye']);
  });

  it('at once where they have loaded before the script', () => {
    expect(open('complete').gone).toHaveLength(1);
  });

  it('after five seconds where a frame never loads', () => {
    const { gone, timers } = open('interactive');
    expect(timers.map(({ after_ms }) => after_ms)).toEqual([5_000]);
    timers[0]?.run();
    expect(gone).toHaveLength(1);
  });
});
