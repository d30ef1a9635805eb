/** Where the files of the built panel lie: beside the server's bundle, or under build/ while the server runs from its sources. */
import { fileURLToPath } from 'node:url';

export function panelDirectory(): string {
  const built = import.meta.url.endsWith('.ts') ? '../../build/out/renderer/' : '../renderer/';
  return fileURLToPath(new URL(built, import.meta.url));
}
