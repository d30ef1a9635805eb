/** Several PNGs in one file, as Windows (.ico) and macOS (.icns) want their icons. */

export interface Picture {
  readonly size_px: number;
  readonly png: Buffer;
}

/** PNG entries are read from Windows Vista on. `pictures` are at most 256 px wide. */
export function icoOf(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { size_px, png }] of pictures.entries()) {
    const entry = 6 + 16 * index;
    // 256 is written as 0: the field is one byte wide.
    header.writeUInt8(size_px % 256, entry);
    header.writeUInt8(size_px % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** Which types of entry a width serves: the plain one, and that of half the width on a dense screen. */
const ICNS_TYPES: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic13', 'ic08'],
  512: ['ic14', 'ic09'],
  1024: ['ic10'],
};

export const ICNS_SIZES: readonly number[] = Object.keys(ICNS_TYPES).map(Number);

export function icnsOf(pictures: readonly Picture[]): Buffer {
  const entries = pictures.flatMap(({ size_px, png }) =>
    (ICNS_TYPES[size_px] ?? []).map((type) => Buffer.concat([chunkHeader(type, png.length), png])),
  );
  const body = Buffer.concat(entries);
  return Buffer.concat([chunkHeader('icns', body.length), body]);
}

function chunkHeader(type: string, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(length + 8, 4);
  return header;
}
