/** How Node is started for the server. `npm run serve` says the same in package.json, where nothing can be imported. */

/**
 * New objects get at most 8 MiB before they are looked through, instead of 16: no slower, and with a hundred thousand tokens
 * the process is half as large. In MiB.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8'] as const;
