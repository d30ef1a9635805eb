/** Prints which browser the tests will use, for scripts; without one, says what is wrong and ends with 1. */
import { findChromium, NO_CHROMIUM } from './find-chromium.ts';

try {
  const found = findChromium();
  if (found === undefined) throw new Error(NO_CHROMIUM);
  console.log(found);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
