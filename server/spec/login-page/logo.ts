/** The office's logo as it is kept: a PNG or JPEG picture in base64. What else browsers take as a picture can hold programs. */

export const LARGEST_LOGO_BYTES = 32_768;
export const LARGEST_LOGO_SIDE = 2000;

export type LogoType = 'image/png' | 'image/jpeg';

/** Says what is wrong with it, as the end of a sentence; undefined where nothing is. */
export function checkLogo(base64: string): string | undefined {
  if (base64.length > Math.ceil(LARGEST_LOGO_BYTES / 3) * 4) return TOO_LARGE;
  const bytes = decode(base64);
  if (bytes === undefined) return 'is not base64';
  if (bytes.length > LARGEST_LOGO_BYTES) return TOO_LARGE;
  if (looksLikeText(bytes)) return 'is no PNG or JPEG picture; an SVG can hold programs: save it as PNG';
  const size = pngSize(bytes) ?? jpegSize(bytes);
  if (size === undefined) return 'is no PNG or JPEG picture';
  const [width, height] = size;
  if (width === 0 || height === 0) return 'is an empty picture';
  if (Math.max(width, height) <= LARGEST_LOGO_SIDE) return undefined;
  return `is ${width} by ${height} dots; ${LARGEST_LOGO_SIDE} a side are the most`;
}

const TOO_LARGE = `is larger than ${LARGEST_LOGO_BYTES / 1024} KiB`;

/** Of one that was checked. */
export function logoType(base64: string): LogoType {
  return base64.startsWith('iVBORw0KGgo') ? 'image/png' : 'image/jpeg';
}

function decode(base64: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined;
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function looksLikeText(bytes: Uint8Array): boolean {
  return bytes[0] === 0x3c || (bytes[0] === 0xef && bytes[3] === 0x3c);
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** PNG §11.2.1: width and height stand in the first chunk. */
function pngSize(bytes: Uint8Array): readonly [number, number] | undefined {
  if (bytes.length < 33 || !PNG.every((byte, index) => bytes[index] === byte)) return undefined;
  const view = new DataView(bytes.buffer);
  return [view.getUint32(16), view.getUint32(20)];
}

/** ITU T.81 §B.2.2: the segments up to the one that begins a frame. */
function jpegSize(bytes: Uint8Array): readonly [number, number] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = new DataView(bytes.buffer);
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return undefined;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [view.getUint16(at + 7), view.getUint16(at + 5)];
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
