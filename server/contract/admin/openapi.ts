/** The OpenAPI 3.1 document of the admin API, made from the table of operations. */
import { z } from 'zod';
import type { Answer, Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { type ProblemName, problemSchema, PROBLEMS } from './problem.ts';
import { CSRF_HEADER } from './settings.ts';

type Part = Readonly<Record<string, unknown>>;

export interface Described {
  /** Of the program. */
  readonly version: string;
  /** Scheme, host and port without a trailing slash. */
  readonly server: string;
}

/** Valid for OpenAPI 3.1; what a schema's own checks demand beyond it stands in descriptions and comes as problems. */
export function openApiDocument({ version, server }: Described): object {
  const operations: readonly (readonly [string, Operation])[] = Object.entries(OPERATIONS);
  const paths = new Map<string, Part>();
  for (const [operationId, operation] of operations) {
    const before = paths.get(operation.path) ?? {};
    paths.set(operation.path, { ...before, [operation.method.toLowerCase()]: describe(operationId, operation) });
  }
  const tags = [...new Set(operations.map(([, { tag }]) => tag))].map((name) => ({ name }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lanyard admin API',
      version,
      description:
        'Everything that the panel does. Send a Bearer token with the scope lanyard:admin, which a service account that is ' +
        'an admin gets from the token endpoint; the session of the panel is for the panel.',
    },
    servers: [{ url: server }],
    tags,
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      responses: problemResponses(),
      ...SECURITY,
    },
  };
}

const SECURITY = {
  securitySchemes: {
    bearer: { type: 'http', scheme: 'bearer', description: 'An access token with the scope lanyard:admin.' },
    panel_session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'lanyard_panel',
      description: '__Host-lanyard_panel over TLS.',
    },
    panel_csrf: { type: 'apiKey', in: 'header', name: CSRF_HEADER, description: 'With everything but GET.' },
  },
} as const;

function describe(operationId: string, operation: Operation): Part {
  const { tag, summary, method, body, access } = operation;
  const description = confirmationOf(operation);
  const panel = method === 'GET' ? { panel_session: [] } : { panel_session: [], panel_csrf: [] };
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: access === 'anyone' ? [] : [{ bearer: [] }, panel],
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: requestBody(operation, body) }),
    responses: { ...answered(operation), ...refused(operation) },
  };
}

function confirmationOf({ access, confirmed_where }: Operation): string | undefined {
  const rule = 'A panel session must have been confirmed within the last 15 minutes';
  if (access === 'recent_admin') return `${rule}.`;
  return confirmed_where === undefined ? undefined : `${rule} where it ${confirmed_where}.`;
}

function requestBody({ method }: Operation, body: z.ZodType): Part {
  const media = { schema: jsonSchema(body, 'input') };
  const content = {
    'application/json': media,
    ...(method === 'PATCH' ? { 'application/merge-patch+json': media } : {}),
  };
  return { required: !body.safeParse({}).success, content };
}

function parametersOf(operation: Operation): readonly Part[] {
  const { path, query, method } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const shape: Readonly<Record<string, z.core.$ZodType>> = query?.shape ?? {};
  const inQuery = Object.entries(shape).map(([name, schema]) => {
    const { description, ...rest } = jsonSchema(schema, 'input');
    return { name, in: 'query', ...(description === undefined ? {} : { description }), schema: rest };
  });
  const header = method === 'GET' ? 'If-None-Match' : 'If-Match';
  const condition = { name: header, in: 'header', description: 'An ETag.', schema: { type: 'string' } };
  return [...inPath, ...inQuery, ...(isConditional(operation) ? [condition] : [])];
}

/** What is made new has no state yet that a request could be about. */
function isConditional({ versioned, conditional, method }: Operation): boolean {
  return versioned === true && (method !== 'POST' || conditional === true);
}

function answered({ answer, versioned }: Operation): Part {
  const headers =
    versioned === true && answer.status !== 204
      ? { headers: { ETag: { description: 'Names this state of it.', schema: { type: 'string' } } } }
      : {};
  return { [String(answer.status)]: { description: descriptionOf(answer), ...headers, ...contentOf(answer) } };
}

function descriptionOf(answer: Answer): string {
  if (answer.status === 201) return 'Made.';
  return answer.status === 204 ? 'Done.' : 'As asked for.';
}

function contentOf(answer: Answer): Part {
  if ('schema' in answer) return { content: { 'application/json': { schema: jsonSchema(answer.schema, 'output') } } };
  return 'media' in answer ? { content: { [answer.media]: {} } } : {};
}

/** Which problems an operation may answer, beside those that all may. */
function refused(operation: Operation): Part {
  const { method, path, access } = operation;
  const names: readonly ProblemName[] = [
    'invalid',
    ...(access === 'anyone' ? (['wrong_credentials', 'too_many_attempts'] as const) : (['unauthenticated'] as const)),
    'forbidden',
    ...(path.includes('{') && method !== 'DELETE' ? (['not_found'] as const) : []),
    ...(method === 'GET' ? [] : (['conflict'] as const)),
    ...(method !== 'GET' && isConditional(operation) ? (['stale'] as const) : []),
    ...(operation.body === undefined ? [] : (['too_large', 'unsupported_media_type'] as const)),
    'fault',
    'unavailable',
  ];
  return Object.fromEntries(
    names.map((name) => [String(PROBLEMS[name].status), { $ref: `#/components/responses/${name}` }]),
  );
}

function problemResponses(): Part {
  const names = Object.keys(PROBLEMS) as ProblemName[];
  return Object.fromEntries(
    names.map((name) => {
      const { status, title } = PROBLEMS[name];
      const example = { type: `urn:lanyard:problem:${name}`, title, status };
      const schema = { $ref: '#/components/schemas/Problem' };
      return [name, { description: `${title}.`, content: { 'application/problem+json': { schema, example } } }];
    }),
  );
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): Part {
  const made = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return withoutDefinitions(made);
}

/** The one schema that refers to itself is “any JSON”, which is what no schema at all says; references would lead nowhere here. */
function withoutDefinitions(schema: object): Part {
  const entries = Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$defs');
  return '$ref' in schema ? {} : Object.fromEntries(entries.map(([name, value]) => [name, withoutReferences(value)]));
}

function withoutReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutReferences);
  return typeof value === 'object' && value !== null ? withoutDefinitions(value) : value;
}
