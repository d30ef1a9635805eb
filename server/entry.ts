/** What the built program begins with: V8 keeps the compiled code beside the program, so that only the first start compiles. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Where that folder can't be written, each start compiles again and nothing else is different. In an installed desktop
// program it must not be: what lies there is signed.
if (!import.meta.dirname.includes('app.asar')) enableCompileCache(join(import.meta.dirname, 'compiled'));
await import('./main.ts');
