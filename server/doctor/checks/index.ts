/** The table of checks, in the order of the report. */
import { admin } from './admin.ts';
import { auditLog } from './audit-log.ts';
import { certificates } from './certificates.ts';
import type { Check } from './check.ts';
import { clock } from './clock.ts';
import { configuration } from './configuration.ts';
import { data } from './data.ts';
import { issuer } from './issuer.ts';
import { keys } from './keys.ts';
import { mail } from './mail.ts';
import { nameResolution } from './name-resolution.ts';
import { office } from './office.ts';
import { ports } from './ports.ts';
import { store } from './store.ts';

export const CHECKS: readonly Check[] = [
  configuration,
  data,
  store,
  auditLog,
  keys,
  admin,
  clock,
  certificates,
  ports,
  issuer,
  nameResolution,
  mail,
  office,
];
