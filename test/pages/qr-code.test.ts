import { create } from 'qrcode/lib/core/qrcode.js';
import { expect, it } from 'vitest';
import { qrCode } from '../../server/pages/qr-code.ts';

it('draws every dark module of the code, and no other, with four light ones around', () => {
  const address = 'https://id.example.lan/device?user_code=WDJB-MJHT';
  const { size, data } = create(address, { errorCorrectionLevel: 'M' }).modules;
  const markup = qrCode(address, 'An address').toString();
  const drawn = new Set(
    [...markup.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${Number(x) - 4} ${Number(y) - 4}`),
  );
  const dark = Array.from(data, (bit, at) => (bit ? [`${at % size} ${Math.floor(at / size)}`] : [])).flat();
  expect(drawn).toEqual(new Set(dark));
  expect(markup).toContain(`viewBox="0 0 ${size + 8} ${size + 8}"`);
});

it('escapes what it is called', () => {
  expect(qrCode('https://id.example.lan/', '"><script>').toString()).not.toContain('<script>');
});
