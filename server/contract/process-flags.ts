/** How Node is started for the server. `npm run serve` says the same in package.json, where nothing can be imported. */

/** New objects get at most 12 MiB before they are looked through, instead of 16: no slower, and a smaller process. */
export const SERVER_FLAGS = ['--max-semi-space-size=12'] as const;
