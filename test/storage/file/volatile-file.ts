/**
 * A file on a simulated disk: what was synced stays, and of what was written since, every sector for itself arrives,
 * doesn't, or arrives in part, when the power fails.
 */
import type { SeededRandom } from '../../support/seeded-random.ts';

/** Disks write that much as one, most of the time. */
const SECTOR = 512;

/** A sector whose content after a power failure is open. */
interface Open {
  /** Oldest first: the durable content, then one for every write. */
  readonly versions: Buffer[];
  /** Whether the next sync makes the newest version durable. False for what a failed sync has left behind. */
  dirty: boolean;
}

/** Which sectors arrived: the fraction of the unsynced ones that did, in order or not, and how often one is torn. */
interface Arrival {
  readonly inOrder: boolean;
  readonly torn: number;
}

const ARRIVALS: readonly [Arrival, ...Arrival[]] = [
  { inOrder: true, torn: 0 },
  { inOrder: true, torn: 1 },
  { inOrder: false, torn: 0 },
  { inOrder: false, torn: 0.3 },
];

export class VolatileFile {
  #current: Buffer = Buffer.alloc(0);
  #durable: Buffer = Buffer.alloc(0);
  readonly #open = new Map<number, Open>();
  /** The lengths that the file can have after a power failure, the durable one first. */
  #lengths: number[] = [0];

  static holding(bytes: Buffer): VolatileFile {
    const file = new VolatileFile();
    file.#current = Buffer.from(bytes);
    file.#durable = Buffer.from(bytes);
    file.#lengths = [bytes.length];
    return file;
  }

  /** What everybody reads while the power is on. */
  read(): Buffer {
    return Buffer.from(this.#current);
  }

  write(bytes: Uint8Array, position: number): void {
    const next = Buffer.alloc(Math.max(this.#current.length, position + bytes.length));
    this.#current.copy(next);
    next.set(bytes, position);
    this.#change(next, position, position + bytes.length);
  }

  truncate(length: number): void {
    const next = Buffer.alloc(length);
    this.#current.copy(next);
    this.#change(next, length, Math.max(length, this.#current.length));
  }

  sync(): void {
    const durable = Buffer.alloc(this.#current.length);
    this.#durable.copy(durable);
    for (const [at, sector] of this.#open) {
      const newest = sector.versions.at(-1);
      if (sector.dirty && newest !== undefined) place(newest, durable, at);
      if (sector.dirty || at * SECTOR >= durable.length) this.#open.delete(at);
    }
    this.#durable = durable;
    this.#lengths = [durable.length];
  }

  /** One durable write: what it wrote, and as much of the length as that needs. What was written before it stays open. */
  syncRange(from: number, to: number): void {
    const durable = Buffer.alloc(Math.max(this.#durable.length, to));
    this.#durable.copy(durable);
    for (let at = Math.floor(from / SECTOR); at * SECTOR < to; at += 1) {
      const sector = this.#open.get(at);
      const newest = sector?.versions.at(-1);
      if (sector === undefined || !sector.dirty || newest === undefined) continue;
      place(newest, durable, at);
      this.#open.delete(at);
    }
    this.#durable = durable;
    this.#lengths = [durable.length, ...this.#lengths.filter((length) => length > durable.length)];
  }

  /** A sync that failed, on a system that then takes what it could not write for written: no later sync writes it. */
  forgetDirty(): void {
    for (const sector of this.#open.values()) sector.dirty = false;
  }

  /** What lies there when the power is back. */
  afterPowerLoss(random: SeededRandom): VolatileFile {
    const shortest = Math.min(...this.#lengths);
    const longest = Math.max(...this.#lengths);
    const between = shortest + random.below(longest - shortest + 1);
    const length = random.pick([between, longest, ...this.#lengths]);
    const bytes = Buffer.alloc(length);
    this.#durable.copy(bytes);
    const arrival = random.pick(ARRIVALS);
    const sectors = [...this.#open].toSorted(([a], [b]) => a - b);
    const whole = random.below(sectors.length + 1);
    for (const [order, [at, { versions }]] of sectors.entries()) {
      const arrived = arrival.inOrder ? order < whole : random.chance(0.5);
      const isEdge = arrival.inOrder ? order === whole : !arrived;
      const content =
        isEdge && random.chance(arrival.torn) ? torn(versions, random) : chosen(versions, arrived, random);
      place(content, bytes, at);
    }
    return VolatileFile.holding(bytes);
  }

  #change(next: Buffer, from: number, to: number): void {
    for (let at = Math.floor(from / SECTOR); at * SECTOR < to; at += 1) {
      const known = this.#open.get(at) ?? { versions: [sectorOf(this.#durable, at)], dirty: true };
      known.versions.push(sectorOf(next, at));
      known.dirty = true;
      this.#open.set(at, known);
    }
    this.#current = next;
    this.#lengths.push(next.length);
  }
}

/** As much of a sector as the file has room for. */
function place(sector: Buffer, file: Buffer, at: number): void {
  if (at * SECTOR < file.length) sector.copy(file, at * SECTOR);
}

function sectorOf(bytes: Buffer, at: number): Buffer {
  const sector = Buffer.alloc(SECTOR);
  sector.set(bytes.subarray(at * SECTOR, (at + 1) * SECTOR));
  return sector;
}

function chosen(versions: readonly Buffer[], arrived: boolean, random: SeededRandom): Buffer {
  const at = arrived ? versions.length - 1 : random.below(versions.length - 1);
  return versions[at] ?? Buffer.alloc(SECTOR);
}

/** The beginning of one version before the rest of an older one. */
function torn(versions: readonly Buffer[], random: SeededRandom): Buffer {
  const newer = 1 + random.below(versions.length - 1);
  const content = Buffer.from(versions[random.below(newer)] ?? Buffer.alloc(SECTOR));
  versions[newer]?.copy(content, 0, 0, random.below(SECTOR));
  return content;
}
