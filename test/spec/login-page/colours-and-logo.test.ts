import { describe, expect, it } from 'vitest';
import { contrast, findPoorContrast, paletteOf, THEMES } from '../../../server/spec/login-page/colours.ts';
import { checkLogo, logoType } from '../../../server/spec/login-page/logo.ts';

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const png = (width: number, height: number, further = 40) => {
  const bytes = Buffer.alloc(33 + further);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]).copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return base64(bytes);
};
const jpeg = (width: number, height: number) => {
  const frame = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 0, 0, 0]);
  frame.writeUInt16BE(height, 13);
  frame.writeUInt16BE(width, 15);
  return base64(frame);
};

describe('the office’s colours', () => {
  it('are Lanyard’s own where none are chosen, and can be read', () => {
    for (const theme of THEMES) expect(findPoorContrast(theme, {})).toBeUndefined();
  });

  it('computes contrast as WCAG does', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2);
    expect(contrast('#FFFFFF', '#767676')).toBeCloseTo(4.54, 2);
  });

  it.each([
    ['light', { action: '#FFD400' }, 'action', /needs 4.5; take a darker one/],
    ['dark', { action: '#400000' }, 'action', /needs 4.5; take a lighter one/],
    ['light', { accent: '#FFFFFF' }, 'accent', /needs 3; take a darker one/],
    ['light', { paper: '#333333' }, 'paper', /text on it .* take a lighter one/],
    ['dark', { paper: '#EEEEEE' }, 'paper', /text on it .* take a darker one/],
    ['light', { action: '#777777', paper: '#FFFFFF' }, 'action', /contrast of 4.4 to 1/],
  ] as const)('on %s pages may not be %j', (theme, colours, field, why) => {
    expect(findPoorContrast(theme, colours)).toEqual({ field, reason: expect.stringMatching(why) });
  });

  it('may be any that can be read, and the words on buttons follow', () => {
    expect(findPoorContrast('light', { action: '#7A1F4D', accent: '#C2410C', paper: '#FFFDF5' })).toBeUndefined();
    expect(findPoorContrast('dark', { action: '#FFD400', paper: '#000000' })).toBeUndefined();
    expect(paletteOf('light', { action: '#7A1F4D' })['on-petrol']).toBe('#FFFFFF');
    expect(paletteOf('dark', { action: '#FFD400' })['on-petrol']).toBe('#000000');
  });
});

describe('the logo', () => {
  it('is a PNG or JPEG picture', () => {
    expect(checkLogo(png(200, 80))).toBeUndefined();
    expect(logoType(png(200, 80))).toBe('image/png');
    expect(checkLogo(jpeg(200, 80))).toBeUndefined();
    expect(logoType(jpeg(200, 80))).toBe('image/jpeg');
  });

  it.each([
    [base64('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), /an SVG can hold programs/],
    [base64('\ufeff<?xml version="1.0"?><svg/>'), /an SVG can hold programs/],
    [base64('GIF89a__________________________________'), /no PNG or JPEG/],
    [base64('MZ'), /no PNG or JPEG/],
    ['not base64!', /not base64/],
    ['', /not base64/],
    [png(2001, 10), /2001 by 10 dots/],
    [jpeg(10, 65_535), /10 by 65535 dots/],
    [png(0, 10), /empty picture/],
    [png(10, 10, 32_768), /larger than 32 KiB/],
    [base64(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])), /no PNG or JPEG/],
  ])('may not be %s', (logo, why) => {
    expect(checkLogo(logo)).toMatch(why);
  });
});
