/**
 * The benchmark's own load generator, a process of its own on the load's core: keep-alive connections, each with one
 * request at a time, at a given rate (wrk knows none) or as fast as they are answered; bounded in time and only ever
 * against loopback. Reads a plan from standard input, prints a report on each line.
 */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { connect, type Socket } from 'node:net';
import { Exchange } from './http-exchange.ts';
import type { Plan, Report } from './plan.ts';
import { type Next, RequestMix } from './request-mix.ts';
import { Tally } from './tally.ts';

const MOST_CONNECTIONS = 512;
const MOST_SECONDS = 3700;
/** Requests that are due and find no free connection; beyond that the server is lost, and so is the run. */
const MOST_WAITING = 200_000;

class Generator {
  readonly #plan: Plan;
  readonly #mix: RequestMix;
  readonly #tally: Tally;
  readonly #began = performance.now();
  readonly #idle: Connection[] = [];
  /** When each request that waits for a connection was due. */
  #due: number[] = [];
  #scheduled = 0;
  #sent = 0;
  #over = false;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#mix = new RequestMix(plan, performance.now());
    this.#tally = new Tally();
  }

  async run(): Promise<void> {
    const { connections, from, window_ms, seconds } = this.#plan;
    const opened = Array.from({ length: connections }, (_none, at) => this.#open(from?.[at % from.length]));
    const windows = window_ms === undefined ? undefined : setInterval(() => this.#tellWindow(), window_ms);
    const pace = this.#plan.per_second === undefined ? undefined : setInterval(() => this.#pace(), 1);
    const late = new Promise((done) => setTimeout(done, seconds * 1000));
    const told = once(process, 'SIGTERM');
    await Promise.race([this.#tally.reached(this.#plan.requests), late, told]);
    this.#over = true;
    clearInterval(windows);
    clearInterval(pace);
    const elapsed_s = (performance.now() - this.#began) / 1000;
    await report({ outcome: this.#tally.outcome(elapsed_s, this.#mix.pools()) });
    for (const connection of opened) connection.close();
    process.exit();
  }

  #open(localAddress: string | undefined): Connection {
    const { hostname, port } = new URL(this.#plan.origin);
    const options = { host: hostname, port: Number(port), ...(localAddress === undefined ? {} : { localAddress }) };
    const connection = new Connection(() => connect({ ...options, noDelay: true }), {
      free: (freed) => this.#free(freed),
      answered: (asked, exchange, since) => {
        const now = performance.now();
        this.#tally.answered(asked.kind, exchange, now - since);
        this.#mix.learn(asked, exchange.answer, now);
      },
      broken: (reason) => {
        if (!this.#over) this.#tally.broken(reason);
      },
    });
    return connection;
  }

  #free(connection: Connection): void {
    if (this.#over) return;
    if (this.#plan.per_second === undefined) return this.#send(connection, performance.now());
    const due = this.#due.shift();
    if (due === undefined) this.#idle.push(connection);
    else this.#send(connection, due);
  }

  /** Everything that is due by now is sent, or waits for a connection. */
  #pace(): void {
    const { per_second = 0 } = this.#plan;
    const now = performance.now();
    for (;;) {
      const due = this.#began + (this.#scheduled * 1000) / per_second;
      if (due > now) break;
      this.#scheduled += 1;
      const connection = this.#idle.pop();
      if (connection === undefined) this.#due.push(due);
      else this.#send(connection, due);
    }
    if (this.#due.length > MOST_WAITING) throw new Error('the server does not keep up with the rate at all');
  }

  #send(connection: Connection, since: number): void {
    if (this.#plan.requests !== undefined && this.#sent >= this.#plan.requests) return;
    this.#sent += 1;
    connection.send(this.#mix.next(performance.now()), since);
  }

  #tellWindow(): void {
    void report({ window: { at_ms: Date.now(), ...this.#tally.takeWindow() } });
  }
}

interface ConnectionEvents {
  free(connection: Connection): void;
  answered(asked: Next, exchange: Exchange, since: number): void;
  broken(reason: string): void;
}

/** One connection, which is opened again when the server closes it between two requests. */
class Connection {
  readonly #open: () => Socket;
  readonly #events: ConnectionEvents;
  #socket: Socket;
  #under: { readonly asked: Next; readonly exchange: Exchange; readonly since: number } | undefined;
  #closed = false;

  constructor(open: () => Socket, events: ConnectionEvents) {
    this.#open = open;
    this.#events = events;
    this.#socket = this.#connect();
  }

  send(asked: Next, since: number): void {
    this.#under = { asked, exchange: new Exchange(), since };
    this.#socket.write(asked.request, 'latin1');
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #connect(): Socket {
    const socket = this.#open().setEncoding('latin1');
    socket.once('connect', () => this.#events.free(this));
    socket.on('data', (part: string) => this.#read(part));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (this.#closed) return;
      if (this.#under !== undefined || socket.connecting) this.#events.broken('a connection was closed');
      this.#under = undefined;
      this.#socket = this.#connect();
    });
    return socket;
  }

  #read(part: string): void {
    const under = this.#under;
    if (under === undefined) return;
    if (!under.exchange.add(part)) return;
    this.#under = undefined;
    this.#events.answered(under.asked, under.exchange, under.since);
    this.#events.free(this);
  }
}

function report(said: Report): Promise<void> {
  return new Promise((done) => process.stdout.write(`${JSON.stringify(said)}\n`, () => done()));
}

function refuseUnbounded(plan: Plan): Plan {
  if (new URL(plan.origin).hostname !== '127.0.0.1') throw new Error('only loopback is loaded');
  if (plan.connections > MOST_CONNECTIONS || plan.seconds > MOST_SECONDS) throw new Error('more load than is allowed');
  return plan;
}

await new Generator(refuseUnbounded(JSON.parse(await text(process.stdin)) as Plan)).run();
