/** The five rows that every resource has: list, read, create, change and remove. */
import type { z } from 'zod';
import { listQuery, pageOf } from './listing.ts';
import type { Operation } from './operation.ts';

export interface Resource {
  readonly path: Operation['path'];
  readonly tag: string;
  /** With its article. */
  readonly one: string;
  readonly many: string;
}

/** The path of one of them; `I` is the parameter's name. */
type Member<R extends Resource, I extends string> = `${R['path']}/{${I}}`;

function memberOf<R extends Resource, I extends string>({ path }: R, id: I): Member<R, I> {
  return `${path}/{${id}}`;
}

export function list<const R extends Resource, S extends z.ZodType>(of: R, view: S) {
  const path: R['path'] = of.path;
  const answer = { status: 200, schema: pageOf(view) } as const;
  const summary = `Lists ${of.many}.`;
  return { method: 'GET', path, tag: of.tag, summary, access: 'admin', query: listQuery, answer } as const;
}

export function read<const R extends Resource, I extends string, S extends z.ZodType>(of: R, id: I, view: S) {
  const answer = { status: 200, schema: view } as const;
  const summary = `Shows ${of.one}.`;
  return {
    method: 'GET',
    path: memberOf(of, id),
    tag: of.tag,
    summary,
    access: 'admin',
    versioned: true,
    answer,
  } as const;
}

export function create<const R extends Resource, B extends z.ZodType, S extends z.ZodType>(of: R, body: B, made: S) {
  const path: R['path'] = of.path;
  const answer = { status: 201, schema: made } as const;
  const summary = `Adds ${of.one}.`;
  return { method: 'POST', path, tag: of.tag, summary, access: 'admin', versioned: true, body, answer } as const;
}

/** By merge (RFC 7396): what is absent stays, null removes. */
export function change<const R extends Resource, I extends string, B extends z.ZodType, S extends z.ZodType>(
  of: R,
  id: I,
  body: B,
  view: S,
) {
  const path = memberOf(of, id);
  const answer = { status: 200, schema: view } as const;
  const summary = `Changes ${of.one}.`;
  return { method: 'PATCH', path, tag: of.tag, summary, access: 'admin', versioned: true, body, answer } as const;
}

export function remove<const R extends Resource, I extends string>(of: R, id: I) {
  const path = memberOf(of, id);
  const answer = { status: 204 } as const;
  const summary = `Removes ${of.one}; removing what is gone already is no error.`;
  return { method: 'DELETE', path, tag: of.tag, summary, access: 'admin', versioned: true, answer } as const;
}
