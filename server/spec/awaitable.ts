/** A value, now or later. What is known already is handed over as it is, because a promise costs a turn and memory. */
export type Awaitable<T> = T | Promise<T>;
