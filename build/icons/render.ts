/** SVG text to PNG bytes, the same bytes on every machine: the renderer is one WebAssembly module and reads no fonts. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));

/** A square of `size_px` with a transparent ground. */
export function renderPng(svg: string, size_px: number): Buffer {
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: size_px } });
  const image = drawing.render();
  const png = Buffer.from(image.asPng());
  image.free();
  drawing.free();
  return png;
}
