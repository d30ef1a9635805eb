/**
 * What a product's listener says to a REST call that isn't served here, in the product's own words: its client libraries read
 * a member of their own and show nothing where it is missing.
 */
import type { JsonResponse } from '../../engine/wire.ts';
import type { DialectName } from '../../spec/vocabulary.ts';
import { refuse as refuseAsForge } from '../forge/visit.ts';
import { refuse as refuseAsGithub } from './github-answer.ts';

interface Unserved {
  /** With the slash at the end. */
  readonly below: string;
  /** `origin` is the listener's. */
  answer(origin: string): JsonResponse;
}

const forge: Unserved = {
  below: '/api/v1/',
  answer: (origin) => refuseAsForge(404, "The target couldn't be found.", origin),
};

const UNSERVED: Partial<Readonly<Record<DialectName, Unserved>>> = {
  gitea: forge,
  forgejo: forge,
  github: { below: '/api/v3/', answer: () => refuseAsGithub(404, 'Not Found') },
  authentik: {
    below: '/api/v3/',
    answer: () => ({ kind: 'json', status: 404, body: { detail: 'Not found.' } }),
  },
};

/** Undefined where `path` is no REST call of the product. */
export function unknownCall(dialect: DialectName, path: string, origin: string): JsonResponse | undefined {
  const unserved = UNSERVED[dialect];
  return unserved !== undefined && path.startsWith(unserved.below) ? unserved.answer(origin) : undefined;
}
