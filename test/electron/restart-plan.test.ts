import { describe, expect, test } from 'vitest';
import { MOST_FAILURES, planRestart, STABLE_MS } from '../../electron/restart-plan.ts';
import { silentTrouble, troubleOf } from '../../electron/trouble.ts';

describe('the pause before the next try', () => {
  test('doubles with each end in a row, until there is none', () => {
    const pauses: (number | 'none')[] = [];
    let failures = 0;
    for (let ends = 0; ends < MOST_FAILURES; ends += 1) {
      const plan = planRestart({ code: 1, served_ms: 10, failures });
      pauses.push(plan.kind === 'again' ? plan.after_ms : 'none');
      if (plan.kind === 'again') failures = plan.failures;
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 'none']);
  });

  test('begins anew after a stable minute', () => {
    const failures = MOST_FAILURES - 1;
    expect(planRestart({ code: 1, served_ms: STABLE_MS, failures })).toEqual({
      kind: 'again',
      after_ms: 1_000,
      failures: 1,
    });
    expect(planRestart({ code: 1, served_ms: STABLE_MS - 1, failures })).toEqual({ kind: 'give-up' });
  });

  test('is there too when the server ended well, but unasked', () => {
    expect(planRestart({ code: 0, served_ms: 0, failures: 0 }).kind).toBe('again');
  });

  test.each([2, 3, 4])('does not come after exit code %i, which another try would not change', (code) => {
    expect(planRestart({ code, served_ms: STABLE_MS, failures: 0 })).toEqual({ kind: 'give-up' });
  });
});

describe('the words', () => {
  test('for a bad option are those of the server', () => {
    const lines = ['{"level":"info"}', 'lanyard: --prot is not an option', 'lanyard: and neither is --hots'];
    expect(troubleOf(2, lines).detail).toBe('--prot is not an option\nand neither is --hots');
  });

  test('for a data folder in use name the process, where it is known', () => {
    const line = 'lanyard: Lanyard is running with this data directory (process 4711); stop it first: …';
    expect(troubleOf(3, [line]).detail).toBe('Process 4711 is using the same data folder.');
    expect(troubleOf(3, []).detail).toBe('Another process is using the same data folder.');
  });

  test('for damaged data say where', () => {
    expect(troubleOf(4, ['lanyard: journal-3 is damaged at 4096']).detail).toBe('journal-3 is damaged at 4096');
  });

  test('for a server that keeps ending say how it ended', () => {
    expect(troubleOf(134, []).detail).toContain('the last time with exit code 134');
    expect(troubleOf(1, ['lanyard: port 5263 is taken']).detail).toBe('port 5263 is taken');
  });

  test('for a silent server say how long it was silent', () => {
    expect(silentTrouble(120_000).detail).toContain('said nothing for 120 seconds');
  });
});
