/** Public documents in a dialect's spelling: the same object for as long as the engine hands out the same one. */
import type { DocumentResponse, EndpointResponse } from '../engine/wire.ts';
import type { DialectName } from '../spec/vocabulary.ts';

export interface SpelledDocuments {
  spell(dialect: DialectName, ours: DocumentResponse, write: () => EndpointResponse): EndpointResponse;
}

export function createSpelledDocuments(): SpelledDocuments {
  const kept = new Map<DialectName, WeakMap<object, EndpointResponse>>();
  return {
    spell(dialect, ours, write) {
      const its = kept.get(dialect) ?? new WeakMap<object, EndpointResponse>();
      kept.set(dialect, its);
      const before = its.get(ours.body);
      if (before !== undefined) return before;
      const spelled = write();
      its.set(ours.body, spelled);
      return spelled;
    },
  };
}
