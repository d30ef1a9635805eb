/** Counts what the load generator was answered, and how long that took. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Exchange } from './http-exchange.ts';
import type { Kind, Outcome, Span } from './plan.ts';

export class Tally {
  readonly #all = createHistogram();
  readonly #window = createHistogram();
  readonly #statuses: Record<string, Record<string, number>> = {};
  #answers = 0;
  #failures = 0;
  #firstFailure = '';
  #awaited: { readonly answers: number; readonly reached: () => void } | undefined;

  /** Resolves after as many answers; never where no number is given. */
  reached(answers: number | undefined): Promise<void> {
    return new Promise((reached) => {
      if (answers !== undefined) this.#awaited = { answers, reached };
    });
  }

  answered(kind: Kind, { status, answer }: Exchange, took_ms: number): void {
    const took_us = Math.max(1, Math.round(took_ms * 1000));
    this.#all.record(took_us);
    this.#window.record(took_us);
    this.#answers += 1;
    const statuses = (this.#statuses[kind.name] ??= {});
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (!kind.expects.includes(status)) this.broken(`${kind.name}: ${answer.slice(0, 600)}`);
    if (this.#answers === this.#awaited?.answers) this.#awaited.reached();
  }

  broken(reason: string): void {
    this.#failures += 1;
    if (this.#failures === 1) this.#firstFailure = reason;
  }

  /** Since the last window. */
  takeWindow(): Span {
    const span = spanOf(this.#window);
    this.#window.reset();
    return span;
  }

  outcome(seconds: number, pools: Outcome['pools']): Outcome {
    return {
      ...spanOf(this.#all),
      seconds,
      per_second: this.#answers / seconds,
      failures: this.#failures,
      first_failure: this.#firstFailure,
      statuses: this.#statuses,
      pools,
    };
  }
}

function spanOf(histogram: RecordableHistogram): Span {
  const ms = (microseconds: number) => microseconds / 1000;
  return {
    answers: histogram.count,
    p50_ms: ms(histogram.percentile(50)),
    p99_ms: ms(histogram.percentile(99)),
    max_ms: ms(histogram.max),
  };
}
