/** What the schema found wrong, in words for the person who wrote the document. */
import type { z } from 'zod';
import type { Fault } from './refusal.ts';

/** Needs issues that carry their input (`reportInput`); repeats the input's kind, never the input. */
export function schemaFaults(issues: readonly z.core.$ZodIssue[]): readonly Fault[] {
  return issues.flatMap(faultsOf);
}

function faultsOf(issue: z.core.$ZodIssue): readonly Fault[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], reason: 'is not a known key' }));
  if (issue.input === undefined && issue.code !== 'custom') return [{ path, reason: 'is missing' }];
  if (issue.code === 'invalid_type') return [{ path, reason: wrongType(issue.expected, issue.input) }];
  if (issue.code === 'invalid_union') return [{ path, reason: 'is not a JSON value' }];
  return [{ path, reason: issue.message }];
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
};

function wrongType(expected: string, input: unknown): string {
  const arrived = kindOf(input);
  const hint =
    expected === 'string' && (arrived === 'a number' || arrived === 'true or false') ? '; put it in quotes' : '';
  return `must be ${KINDS[expected] ?? expected}, not ${arrived}${hint}`;
}

function kindOf(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  return KINDS[typeof input] ?? typeof input;
}
