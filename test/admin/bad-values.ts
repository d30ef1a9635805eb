/** Bad values for every field of a JSON Schema: what may be wrong with a request's body, field by field. */

type Schema = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

export interface BadBody {
  readonly what: string;
  /** Where the fault lies. */
  readonly pointer: string;
  readonly body: unknown;
  /** Text that may be kept as it is, where any text is allowed there. */
  readonly text?: string;
}

const LONG = 'x'.repeat(5_000);
const CONTROLS = 'a\u0000b\u001b[31m\u202ec';
export const SCRIPT = '"><script>alert(document.domain)</script><img src=x onerror=alert(1)>';

/** Every way of spoiling `valid`, which fits `schema` and names every field that is to be tried. */
export function badBodies(schema: Schema, valid: unknown): readonly BadBody[] {
  return [
    ...spoilt('not an object', [], [], valid),
    ...['null', 'text', 'list'].map((what, index) => ({ what, pointer: '', body: [null, 'text', []][index] })),
    ...unknownMembers(valid),
    ...fields(schema, [], valid).flatMap(({ path, schema: field }) => spoiltField(path, field, valid)),
    ...required(schema, [], valid).map((path) => ({
      what: `without ${pointerOf(path)}`,
      pointer: pointerOf(path),
      body: changed(valid, path, undefined),
    })),
  ];
}

/** Mass assignment: what a record holds and nobody may set. */
function unknownMembers(valid: unknown): readonly BadBody[] {
  const names = [
    'id',
    'number',
    'created_at',
    'updated_at',
    'password_hash',
    'username_key',
    'client_secrets',
    'nonsense',
  ];
  return names.map((name) => ({
    what: `with ${name}`,
    pointer: `/${name}`,
    body: { ...(valid as object), [name]: name === 'number' ? 1 : 'x' },
  }));
}

function spoiltField(path: Path, schema: Schema, valid: unknown): readonly BadBody[] {
  const types = typesOf(schema);
  const wrong: readonly (readonly [string, unknown, boolean])[] = [
    ['a number', 7, types.has('number') || types.has('integer')],
    ['half a number', 1.5, types.has('number')],
    ['a negative number', -1, types.has('number')],
    ['an enormous number', 1e300, types.has('number')],
    ['the largest whole number', Number.MAX_SAFE_INTEGER, types.has('number')],
    ['text', 'x', types.has('string')],
    ['true', true, types.has('boolean')],
    ['null', null, types.has('null')],
    ['an object', { a: 1 }, types.has('object')],
    ['a list', [['x']], false],
  ];
  const texts = types.has('string')
    ? ([
        ['long', LONG],
        ['controls', CONTROLS],
        ['script', SCRIPT],
      ] as const)
    : [];
  return types.size === 0
    ? []
    : [
        ...wrong.flatMap(([what, value, fits]) => (fits ? [] : spoilt(`${what} at`, path, value, valid))),
        ...texts.flatMap(([what, text]) => spoilt(`${what} at`, path, text, valid).map((bad) => ({ ...bad, text }))),
      ];
}

function spoilt(what: string, path: Path, value: unknown, valid: unknown): readonly BadBody[] {
  const pointer = pointerOf(path);
  return [{ what: `${what} ${pointer}`, pointer, body: changed(valid, path, value) }];
}

interface Field {
  readonly path: Path;
  readonly schema: Schema;
}

/** Every field at every depth that `valid` has a value for. */
function fields(schema: Schema, path: Path, valid: unknown): readonly Field[] {
  if (Array.isArray(valid) && isSchema(schema['items'])) {
    const items = schema['items'];
    return valid.flatMap((value, index) => [
      { path: [...path, index], schema: items },
      ...fields(items, [...path, index], value),
    ]);
  }
  if (typeof valid !== 'object' || valid === null || !isSchema(schema['properties'])) return [];
  return Object.entries(valid).flatMap(([name, value]) => {
    const field = (schema['properties'] as Record<string, unknown>)[name];
    if (!isSchema(field)) throw new Error(`${name} is no field of the schema`);
    return [{ path: [...path, name], schema: field }, ...fields(plain(field), [...path, name], value)];
  });
}

function required(schema: Schema, path: Path, valid: unknown): readonly Path[] {
  if (Array.isArray(valid) && isSchema(schema['items'])) {
    const items = schema['items'];
    return valid.flatMap((value, index) => required(items, [...path, index], value));
  }
  if (typeof valid !== 'object' || valid === null || !isSchema(schema['properties'])) return [];
  const own = (schema['required'] ?? []) as readonly string[];
  const properties = schema['properties'] as Record<string, Schema>;
  const below = Object.entries(valid).flatMap(([name, value]) =>
    required(plain(properties[name] ?? {}), [...path, name], value),
  );
  return [...own.map((name) => [...path, name]), ...below];
}

/** Names of fields that a body could have and `valid` has not. */
export function forgottenFields(schema: Schema, valid: unknown): readonly string[] {
  const properties = isSchema(schema['properties']) ? Object.keys(schema['properties']) : [];
  return properties.filter((name) => typeof valid === 'object' && valid !== null && !(name in valid));
}

/** Of a nullable field, the part that isn't null. */
function plain(schema: Schema): Schema {
  const parts = schema['anyOf'];
  if (!Array.isArray(parts)) return schema;
  return (parts as Schema[]).find((part) => part['type'] !== 'null') ?? schema;
}

function typesOf(schema: Schema): ReadonlySet<string> {
  const { type, anyOf } = schema;
  if (typeof type === 'string') return new Set(type === 'integer' ? ['integer'] : [type]);
  if (Array.isArray(anyOf)) return new Set((anyOf as Schema[]).flatMap((part) => [...typesOf(part)]));
  return new Set();
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}

/** `value` with what lies at `path` replaced, or left out where undefined. */
export function changed(value: unknown, path: Path, next: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  if (Array.isArray(value)) {
    return (value as unknown[]).map((each, index) => (index === step ? changed(each, rest, next) : each));
  }
  const entries = Object.entries(value as object).filter(
    ([name]) => name !== step || rest.length > 0 || next !== undefined,
  );
  const result = Object.fromEntries(
    entries.map(([name, each]) => [name, name === step ? changed(each, rest, next) : each]),
  );
  return step in result || next === undefined || rest.length > 0 ? result : { ...result, [step]: next };
}

export function pointerOf(path: Path): string {
  return path.map((step) => `/${step}`).join('');
}
