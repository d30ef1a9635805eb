/** Judges one import by the rules of layers.ts. */
import { isBuiltin } from 'node:module';
import { BY_NAME_ONLY, type Layer, LAYERS, PACKAGES, TABLES } from './layers.ts';
import type { Import } from './read-source.ts';

const TYPES_OF = 'types of ';

/** Why the file at `path` may not import this, in one line; undefined where it may. */
export function refusalOf(path: string, imported: Import): string | undefined {
  const reason =
    imported.target === undefined ? refusePackage(path, imported) : refuseFile(path, imported, imported.target);
  return reason === undefined ? undefined : `${path} imports ${imported.target ?? imported.specifier}: ${reason}`;
}

/** The layer of a file, or undefined for one that stands nowhere. */
export function layerOf(path: string): Layer | undefined {
  const deepest = LAYERS.flatMap((layer) => layer.paths.map((prefix) => ({ layer, prefix })))
    .filter(({ prefix }) => isWithin(path, prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return deepest[0]?.layer;
}

function refuseFile(path: string, { typeOnly }: Import, target: string): string | undefined {
  const layer = layerOf(path);
  if (layer === undefined) return 'the importing file stands in no layer';
  const crossing = refuseSibling(path, target);
  if (crossing !== undefined) return crossing;
  if (BY_NAME_ONLY.includes(target)) {
    return layer.may.includes(target) ? undefined : `only ${importersOf(target)} may`;
  }
  const targetLayer = layerOf(target);
  if (targetLayer === undefined) return 'the imported file stands in no layer';
  if (layer === targetLayer) return undefined;
  if (layer.may.some((allowed) => isWithin(target, allowed))) return undefined;
  const types = layer.may.some(
    (allowed) => allowed.startsWith(TYPES_OF) && isWithin(target, allowed.slice(TYPES_OF.length)),
  );
  if (types) return typeOnly ? undefined : 'only its types are allowed here (import type)';
  return `${layer.paths.join(', ')} may import ${layer.may.join(', ') || 'nothing of ours'}`;
}

/** Rows of one table know the shape of a row and nothing of each other. */
function refuseSibling(path: string, target: string): string | undefined {
  const table = TABLES.find(({ folder }) => folderOf(path) === folder && folderOf(target) === folder);
  if (table === undefined || path.endsWith('/index.ts')) return undefined;
  if (table.shape !== undefined && target === `${table.folder}/${table.shape}`) return undefined;
  return 'rows of a table do not import each other';
}

function refusePackage(path: string, { specifier }: Import): string | undefined {
  const layer = layerOf(path);
  if (layer === undefined) return 'the importing file stands in no layer';
  if (isWithin(path, 'build') || isWithin(path, 'test')) return undefined;
  if (specifier === '(computed)') return 'nobody can see what a computed import names';
  if (specifier.startsWith('node:')) return layer.node === false ? 'nothing of Node belongs here' : undefined;
  if (isBuiltin(specifier)) return 'modules of Node are written with node:';
  const places = PACKAGES[packageName(specifier)];
  if (places === undefined) return 'layers.ts names no place for this package';
  return places.some((place) => isWithin(path, place)) ? undefined : `it belongs to ${places.join(', ')} alone`;
}

function importersOf(target: string): string {
  return LAYERS.filter(({ may }) => may.includes(target))
    .flatMap(({ paths }) => paths)
    .join(', ');
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isWithin(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
