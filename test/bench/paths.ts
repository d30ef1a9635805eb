/** The table of what is measured: each path, how its answer is checked, how it is loaded, and what is wanted of it. */
import type { Candidate } from './candidate.ts';
import {
  checkCodeFlow,
  checkDiscovery,
  checkIntrospection,
  checkJwks,
  checkJwt,
  checkOpaque,
  checkRefresh,
  checkUserinfo,
} from './checks.ts';
import { checkSigned, signedLoad } from './client-assertions.ts';
import { checkDevice, deviceLoad } from './device-polling.ts';
import {
  boundTokenLoad,
  checkBound,
  checkIntrospectionJwt,
  checkPushed,
  introspectionJwtLoad,
  pushedLoad,
} from './extensions.ts';
import type { LimitName } from './limits.ts';
import type { Load } from './load.ts';
import {
  codeFlowLoad,
  discoveryLoad,
  introspectionLoad,
  jwksLoad,
  refreshLoad,
  tokenLoad,
  userinfoLoad,
} from './loads.ts';
import { checkExchange, exchangeLoad } from './token-exchange.ts';

export interface Path {
  readonly name: string;
  /** Throws with what is wrong about a sample answer. */
  check(candidate: Candidate): Promise<void>;
  /** `connections`: how many requests are under way at once. */
  prepare(candidate: Candidate, connections: number): Promise<Load>;
  /** Where it is measured at another number of connections than everything else. */
  readonly connections?: number;
  /** What Lanyard does in the peer's turns, where the peer has nothing like it. */
  readonly beside?: Pick<Path, 'name' | 'prepare'>;
  /** Where that takes long, it is measured beside the peer alone. */
  readonly slowToPrepare?: true;
  /** Whether every operation leaves something in the store. */
  readonly leavesRecords?: true;
  /** What no server on this machine could exceed. */
  readonly limit: LimitName;
  readonly wanted: {
    /** Of Lanyard's rate over the peer's. */
    readonly rate?: number;
    /** Of the peer's CPU time per operation over Lanyard's. */
    readonly cpu?: number;
    /** Of the limit. */
    readonly share?: number;
  };
}

export const PATHS: readonly Path[] = [
  {
    name: 'client_credentials ES256 JWT',
    check: checkJwt('bench-es256', 'ES256'),
    prepare: tokenLoad('bench-es256'),
    limit: 'ES256 signatures',
    wanted: { rate: 2.2, cpu: 2.2 },
  },
  {
    name: 'client_credentials RS256 JWT',
    check: checkJwt('bench-rs256', 'RS256'),
    prepare: tokenLoad('bench-rs256'),
    limit: 'RS256 signatures',
    wanted: { rate: 1.15, cpu: 1.15 },
  },
  {
    name: 'client_credentials opaque',
    check: checkOpaque,
    prepare: tokenLoad('bench-opaque'),
    leavesRecords: true,
    limit: 'bare POST answers',
    wanted: { rate: 2.2, cpu: 2.2 },
  },
  {
    name: 'client_credentials opaque, 16 connections',
    check: checkOpaque,
    prepare: tokenLoad('bench-opaque'),
    leavesRecords: true,
    connections: 16,
    limit: 'durable appends, 16 writers',
    wanted: { share: 0.5 },
  },
  {
    name: 'introspection',
    check: checkIntrospection,
    prepare: introspectionLoad,
    limit: 'bare POST answers',
    wanted: { rate: 3, cpu: 3 },
  },
  {
    name: 'userinfo',
    check: checkUserinfo,
    prepare: userinfoLoad,
    limit: 'bare GET answers',
    wanted: { rate: 2, cpu: 2 },
  },
  {
    name: 'refresh',
    check: checkRefresh,
    prepare: refreshLoad,
    leavesRecords: true,
    limit: 'RS256 signatures',
    wanted: { rate: 1.3, cpu: 1.3 },
  },
  {
    name: 'code flow in a session',
    check: checkCodeFlow,
    prepare: codeFlowLoad,
    leavesRecords: true,
    limit: 'RS256 signatures',
    wanted: { rate: 1.5, cpu: 1.5 },
  },
  {
    name: 'pushed request',
    check: checkPushed,
    prepare: pushedLoad,
    leavesRecords: true,
    limit: 'bare POST answers',
    wanted: { rate: 1.2, cpu: 1.2 },
  },
  {
    name: 'client_credentials opaque, DPoP',
    check: checkBound,
    prepare: boundTokenLoad,
    leavesRecords: true,
    limit: 'bare POST answers',
    wanted: { rate: 1.2, cpu: 1.2 },
  },
  {
    name: 'client_credentials opaque, private_key_jwt',
    check: checkSigned,
    prepare: signedLoad,
    leavesRecords: true,
    limit: 'bare POST answers',
    wanted: { rate: 1.2, cpu: 1.2 },
  },
  {
    name: 'device polling',
    check: checkDevice,
    prepare: deviceLoad,
    leavesRecords: true,
    slowToPrepare: true,
    limit: 'bare POST answers',
    wanted: { rate: 1.2, cpu: 1.2 },
  },
  {
    name: 'token exchange ES256 JWT',
    check: checkExchange,
    prepare: exchangeLoad,
    beside: { name: 'client_credentials ES256 JWT', prepare: tokenLoad('bench-es256') },
    leavesRecords: true,
    limit: 'ES256 signatures',
    wanted: {},
  },
  {
    name: 'introspection as JWT',
    check: checkIntrospectionJwt,
    prepare: introspectionJwtLoad,
    limit: 'RS256 signatures',
    wanted: { rate: 1.2, cpu: 1.2 },
  },
  {
    name: 'discovery',
    check: checkDiscovery,
    prepare: discoveryLoad,
    limit: 'bare GET answers',
    wanted: { cpu: 2 },
  },
  { name: 'jwks', check: checkJwks, prepare: jwksLoad, limit: 'bare GET answers', wanted: { cpu: 2 } },
];
