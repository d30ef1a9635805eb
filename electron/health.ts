/** Asks the running server again and again whether all is well, because a process that runs may still be unable to serve. */
import type { Health } from './tray-view.ts';

const EVERY_MS = 15_000;
/** One answer that fails to come is a busy moment. */
const BAD_IN_A_ROW = 2;

/** `unknown` leaves things as they were. */
export type Answer = Health | 'unknown';

export interface HealthWatch {
  /** Begins with good health; `ask` must not throw. */
  watch(ask: () => Promise<Answer>): void;
  rest(): void;
  now(): Health;
}

export function createHealthWatch(onChange: (health: Health) => void): HealthWatch {
  let timer: NodeJS.Timeout | undefined;
  let health: Health = 'good';
  let bad = 0;

  function hear(answer: Answer): void {
    if (answer === 'unknown') return;
    bad = answer === 'bad' ? bad + 1 : 0;
    const next = bad >= BAD_IN_A_ROW ? 'bad' : answer === 'good' ? 'good' : health;
    if (next === health) return;
    health = next;
    onChange(health);
  }

  function rest(): void {
    clearInterval(timer);
    timer = undefined;
    health = 'good';
    bad = 0;
  }

  return {
    watch(ask) {
      rest();
      const mine = setInterval(() => {
        void ask().then((answer) => {
          if (timer === mine) hear(answer);
        });
      }, EVERY_MS);
      timer = mine;
    },
    rest,
    now: () => health,
  };
}

/** `fetched` is the program's own fetch; whether a certificate is trusted is not what is asked here. */
export async function askHealth(
  origin: string,
  fetched: (url: string) => Promise<{ status: number }>,
): Promise<Answer> {
  try {
    return (await fetched(new URL('/health', origin).href)).status === 200 ? 'good' : 'bad';
  } catch (error) {
    return String(error).includes('ERR_CERT_') ? 'unknown' : 'bad';
  }
}
