/** Which unmodified clients are tried with the dialect that they were written for, in the order of the README's table. */
import type { ClientLibrary } from './client-library.ts';
import { CLIENTS_OF_HOSTED } from './clients-of-hosted.ts';
import { CLIENTS_OF_THE_LAN } from './clients-of-the-lan.ts';

export const CLIENT_LIBRARIES: readonly ClientLibrary[] = [...CLIENTS_OF_THE_LAN, ...CLIENTS_OF_HOSTED];
