import { describe, expect, it } from 'vitest';
import { checkedLine } from '../../../server/storage/file/checked-line.ts';
import { headerOf } from '../../../server/storage/file/header.ts';
import { changesText, transactionLine } from '../../../server/storage/file/journal-lines.ts';
import { readJournal } from '../../../server/storage/file/read-journal.ts';
import { StorageError } from '../../../server/storage/store.ts';
import { accessToken } from '../stored-records.ts';
import { flipByte } from './temporary-directory.ts';

const HEADER = checkedLine(JSON.stringify(headerOf('journal', { generation: 1, schema: 1, sequence: 0 })));

/** A journal, and where each of its lines begins. `batches` says how many transactions were synced together. */
function journalOf(batches: readonly number[]): { bytes: Buffer; starts: readonly number[] } {
  let text = HEADER;
  let sequence = 0;
  const starts: number[] = [];
  for (const count of batches) {
    const batch = Buffer.byteLength(text);
    for (let n = 0; n < count; n += 1) {
      sequence += 1;
      starts.push(Buffer.byteLength(text));
      const id = `tökén ${sequence}`;
      text += transactionLine(sequence, batch, changesText([['access_tokens', id, accessToken(id)]]));
    }
  }
  return { bytes: Buffer.from(text), starts };
}

function read(bytes: Buffer, newest = true) {
  return readJournal('j', bytes, { generation: 1, schema: 1, newest });
}

function idsIn(bytes: Buffer): readonly string[] {
  return read(bytes).transactions.flatMap(({ changes }) => changes.map(([, id]) => id));
}

function damageIn(bytes: Buffer, newest = true): StorageError {
  try {
    read(bytes, newest);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'damaged') return error;
    throw error;
  }
  return expect.fail('the damage was not noticed');
}

const ONE_BY_ONE = journalOf([1, 1, 1, 1]);
const AT_ONCE = journalOf([1, 3]);

describe('a whole journal', () => {
  it('is read to its end', () => {
    expect(idsIn(ONE_BY_ONE.bytes)).toEqual(['tökén 1', 'tökén 2', 'tökén 3', 'tökén 4']);
    expect(read(ONE_BY_ONE.bytes)).toMatchObject({ sequence: 4, end: ONE_BY_ONE.bytes.length - 1, clean: true });
    expect(read(Buffer.from(HEADER))).toMatchObject({ transactions: [], sequence: 0, clean: true });
  });

  it('may lack the last newline', () => {
    const contents = read(ONE_BY_ONE.bytes.subarray(0, -1));
    expect(contents).toMatchObject({ sequence: 4, end: ONE_BY_ONE.bytes.length - 1, clean: false });
  });
});

describe('a write that was cut short', () => {
  it('is dropped at whatever byte of the last line it ended', () => {
    const start = ONE_BY_ONE.starts[3]!;
    for (let length = start; length < ONE_BY_ONE.bytes.length - 1; length += 1) {
      const contents = read(ONE_BY_ONE.bytes.subarray(0, length));
      expect(contents, `cut at ${length}`).toMatchObject({ sequence: 3, end: start - 1, clean: length === start });
    }
  });

  it('is dropped where the file grew and the content did not arrive', () => {
    const { bytes, starts } = ONE_BY_ONE;
    for (const hole of [starts[3]!, starts[3]! + 1, starts[3]! + 50, bytes.length - 2]) {
      const toTheEnd = Buffer.from(bytes).fill(0, hole);
      expect(read(toTheEnd), `hole from ${hole}`).toMatchObject({ sequence: 3, clean: false });
      const toTheNewline = Buffer.from(bytes).fill(0, hole, bytes.length - 1);
      expect(read(toTheNewline), `hole from ${hole} to the newline`).toMatchObject({ sequence: 3, clean: false });
    }
    expect(read(Buffer.from(bytes).fill(0, bytes.length - 1))).toMatchObject({ sequence: 4, clean: false });
    expect(read(Buffer.concat([bytes, Buffer.alloc(4_096)]))).toMatchObject({ sequence: 4, clean: false });
  });

  it('is dropped from its first bad line on where later lines of the same unsynced batch arrived', () => {
    const { bytes, starts } = AT_ONCE;
    const holed = Buffer.from(bytes).fill(0, starts[2]! + 20, starts[2]! + 60);
    expect(read(holed)).toMatchObject({ sequence: 2, end: starts[2]! - 1, clean: false });
    expect(read(flipByte(bytes, starts[1]! + 40))).toMatchObject({ sequence: 1, end: starts[1]! - 1, clean: false });
  });

  it('can only be in the newest journal', () => {
    const { bytes, starts } = ONE_BY_ONE;
    expect(damageIn(bytes.subarray(0, -20), false).detail).toMatchObject({ file: 'j', offset: starts[3] });
  });
});

describe('damage', () => {
  it('is refused with file, offset and what to do, wherever a byte of an earlier line was changed', () => {
    const { bytes, starts } = ONE_BY_ONE;
    for (let offset = starts[1]!; offset < starts[2]! - 1; offset += 1) {
      const error = damageIn(flipByte(bytes, offset));
      expect(error.detail, `byte ${offset}`).toMatchObject({ file: 'j', offset: starts[1] });
      expect(error.message).toMatch(new RegExp(`^j is damaged at byte ${starts[1]}: .*backup`));
    }
  });

  it('is refused in a complete last line, which was acknowledged', () => {
    const { bytes, starts } = ONE_BY_ONE;
    for (let offset = starts[3]!; offset < bytes.length - 1; offset += 1) {
      const flipped = flipByte(bytes, offset);
      if (flipped[offset] === 0) continue;
      expect(damageIn(flipped).detail, `byte ${offset}`).toMatchObject({ offset: starts[3] });
    }
  });

  it('loses nothing that is whole when only a newline was changed', () => {
    const { bytes, starts } = ONE_BY_ONE;
    expect(damageIn(flipByte(bytes, starts[2]! - 1)).detail).toMatchObject({ offset: starts[2]! - 1 });
    expect(read(flipByte(bytes, bytes.length - 1))).toMatchObject({ sequence: 4, clean: false });
  });

  it('is refused in the header', () => {
    for (let offset = 0; offset < HEADER.length - 1; offset += 1) {
      expect(damageIn(flipByte(ONE_BY_ONE.bytes, offset)).detail, `byte ${offset}`).toMatchObject({ offset: 0 });
    }
    expect(damageIn(Buffer.alloc(0)).detail).toMatchObject({ offset: 0 });
  });

  it('is refused where a whole line is missing or stands twice', () => {
    const { bytes, starts } = ONE_BY_ONE;
    const without = Buffer.concat([bytes.subarray(0, starts[1]), bytes.subarray(starts[2])]);
    expect(damageIn(without).detail).toMatchObject({ offset: starts[1] });
    const twice = Buffer.concat([bytes, bytes.subarray(starts[3])]);
    expect(damageIn(twice).detail).toMatchObject({ offset: bytes.length });
  });
});

describe('a journal of a newer version', () => {
  it('is refused, not taken for damage', () => {
    const newerSchema = checkedLine(JSON.stringify(headerOf('journal', { generation: 1, schema: 2, sequence: 0 })));
    const newerFormat = HEADER.slice(HEADER.indexOf('{')).trimEnd().replace('journal/1', 'journal/2');
    for (const text of [newerSchema, checkedLine(newerFormat)]) {
      expect(() => read(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'unsupported' }));
    }
  });
});
