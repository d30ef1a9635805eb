import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPasswordHasher, hashingLimits } from '../../server/directory/password-hasher.ts';
import { HashingBusy } from '../../server/directory/passwords.ts';
import { checkNewPassword } from '../../server/spec/new-password.ts';

const hasher = createPasswordHasher();

describe('a password', () => {
  it('is kept as argon2id with 19 MiB, two passes and one lane', async () => {
    expect(await hasher.hash('correct horse battery')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('matches itself and nothing else', async () => {
    const hash = await hasher.hash('correct horse battery');
    expect(await hasher.verify(hash, 'correct horse battery')).toBe(true);
    expect(await hasher.verify(hash, 'correct horse batterx')).toBe(false);
    expect(await hasher.verify(hash, '')).toBe(false);
  });

  it('is the same however its letters are composed', async () => {
    const hash = await hasher.hash('gr\u00fc\u00dfe aus e\u0301vian');
    expect(await hasher.verify(hash, 'gru\u0308\u00dfe aus \u00e9vian')).toBe(true);
  });

  it('counts to its end: no truncation at byte 72, none at NUL', async () => {
    const stem = 'x'.repeat(72);
    expect(await hasher.verify(await hasher.hash(`${stem}one`), `${stem}two`)).toBe(false);
    expect(await hasher.verify(await hasher.hash('password\u0000one'), 'password\u0000two')).toBe(false);
  });

  it('of a megabyte is wrong without being hashed', async () => {
    const hash = await hasher.hash('correct horse battery');
    const idle = createPasswordHasher({ running: 0, waiting: 0 });
    expect(await idle.verify(hash, 'a'.repeat(1_000_000))).toBe(false);
    expect(await idle.verify(undefined, 'a'.repeat(1_000_000))).toBe(false);
    await expect(hasher.hash('a'.repeat(1025))).rejects.toThrow(RangeError);
  });

  it('of somebody unknown is checked like any other, in the same queue, and never right', async () => {
    expect(await hasher.verify(undefined, 'correct horse battery')).toBe(false);
    expect(await hasher.verify(undefined, '')).toBe(false);
    const full = createPasswordHasher({ running: 1, waiting: 0 });
    const first = full.verify(undefined, 'correct horse battery');
    await expect(full.verify(undefined, 'correct horse battery')).rejects.toThrow(HashingBusy);
    await first;
  });

  it('of somebody unknown costs the same parameters as a real one', async () => {
    const source = await import('node:fs/promises').then((fs) =>
      fs.readFile('server/directory/password-hasher.ts', 'utf8'),
    );
    const real = await hasher.hash('correct horse battery');
    const parameters = real.split('$').slice(0, 4).join('$');
    expect(source).toContain(`'${parameters}$`);
  });
});

describe('many passwords at once', () => {
  it('wait in a bounded queue, and beyond it are refused as busy', async () => {
    const small = createPasswordHasher({ running: 2, waiting: 3 });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => small.hash('correct horse battery')));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(5);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.every((result) => result.reason instanceof HashingBusy)).toBe(true);
    expect(refused).toHaveLength(3);
  });

  it('rest in between on a lone core, and the first of them does not wait', async () => {
    const hash = await hasher.hash('correct horse battery');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const lone = createPasswordHasher({ ...hashingLimits(1), rest_ms: 400 });
    let done = 0;
    const both = [1, 2].map(() => lone.verify(hash, 'correct horse battery').finally(() => (done += 1)));
    await both[0];
    vi.advanceTimersByTime(399);
    // Somebody else's hash takes as long as the second would.
    await hasher.verify(hash, 'correct horse battery');
    expect(done).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await both[1]).toBe(true);
    vi.useRealTimers();
    // It would wait until the test is given up.
    const patient = createPasswordHasher({ ...hashingLimits(1), rest_ms: 3_600_000 });
    expect(await patient.verify(hash, 'correct horse battery')).toBe(true);
  });

  it('leave the queue usable when one of them fails', async () => {
    const one = createPasswordHasher({ running: 1, waiting: 1 });
    await expect(one.verify('not a hash', 'correct horse battery')).rejects.toThrow('Decoding failed');
    expect(await one.verify(undefined, 'correct horse battery')).toBe(false);
  });
});

describe('a password that somebody chooses', () => {
  it.each(['12345678', 'correct horse battery staple', 'пароль-12', '密码密码密码密码', 'x'.repeat(1024)])(
    'may be %s',
    (password) => {
      expect(checkNewPassword(password)).toBeUndefined();
    },
  );

  it.each([
    ['', /at least 8/],
    ['1234567', /at least 8/],
    ['e\u0301'.repeat(7), /at least 8/],
    ['😀😀😀😀', /at least 8/],
    [' '.repeat(10), /white space/],
    ['x'.repeat(1025), /1024 bytes/],
    ['é'.repeat(513), /1024 bytes/],
  ])('may not be %j', (password, reason) => {
    expect(checkNewPassword(password)).toMatch(reason);
  });
});
