/** Before and after, out of the detail of an audit event. Pure. */
import { isJsonObject } from '../../../server/spec/json-object.ts';
import type { Json } from '../../../server/spec/vocabulary.ts';

export interface FieldChange {
  readonly field: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

type Detail = Readonly<Record<string, Json>>;

/** The fields that differ between `detail.before` and `detail.after`, and what else the detail holds. */
export function changesOf(detail: Detail): {
  readonly changes: readonly FieldChange[];
  readonly rest: readonly (readonly [string, Json])[];
} {
  const before = recordOf(detail['before']);
  const after = recordOf(detail['after']);
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return {
    changes: fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => ({ field, before: before[field], after: after[field] })),
    rest: Object.entries(detail).filter(([name]) => name !== 'before' && name !== 'after'),
  };
}

function recordOf(value: Json | undefined): Detail {
  return isJsonObject(value) ? value : {};
}
