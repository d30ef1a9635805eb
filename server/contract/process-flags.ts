/** How Node is started for the server. `npm run serve` says the same in package.json, where nothing can be imported. */

/**
 * New objects get at most 8 MiB before they are looked through, instead of 16, and what has stayed is looked through when it
 * has grown by half. That is no slower, and with a hundred thousand tokens the process is half as large.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=50'] as const;
