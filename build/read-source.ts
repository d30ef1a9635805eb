/** Reads one source file for what the architecture rules ask about it: its imports, its citations, its looks at the clock. */
import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';

export interface Import {
  /** As it is written: `../spec/scope.ts`, `node:fs`, `express`. */
  readonly specifier: string;
  /** From the repository's root where it is a file of ours. */
  readonly target: string | undefined;
  /** Nothing of it is left when the types are gone. */
  readonly typeOnly: boolean;
}

export interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
  /** The texts of `spec: '…'`. */
  readonly citations: readonly string[];
  /** Whether it asks for the present time by `new Date()` or `Date()`. */
  readonly readsClock: boolean;
  /** Whether it only hands on what other files export. */
  readonly isBarrel: boolean;
}

/** `path` is relative to the repository's root, with slashes. Throws for text that isn't TypeScript. */
export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join('; ')}`);
  const imports: Import[] = [];
  const citations: string[] = [];
  let readsClock = false;

  const found = (specifier: string, { typeOnly = false } = {}) => {
    // A query (`./mark.svg?raw`) is the bundler's, not the file's.
    const file = specifier.split('?')[0] ?? specifier;
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), file) : undefined;
    imports.push({ specifier, target, typeOnly });
  };

  new Visitor({
    ImportDeclaration(node) {
      const named = node.specifiers.map((specifier) => 'importKind' in specifier && specifier.importKind === 'type');
      found(node.source.value, { typeOnly: node.importKind === 'type' || (named.length > 0 && named.every(Boolean)) });
    },
    ExportNamedDeclaration(node) {
      if (node.source !== null) found(node.source.value, { typeOnly: node.exportKind === 'type' });
    },
    ExportAllDeclaration(node) {
      found(node.source.value, { typeOnly: node.exportKind === 'type' });
    },
    ImportExpression(node) {
      const { source } = node;
      found(source.type === 'Literal' && typeof source.value === 'string' ? source.value : '(computed)');
    },
    TSImportType(node) {
      found(node.source.value, { typeOnly: true });
    },
    TSImportEqualsDeclaration(node) {
      if (node.moduleReference.type === 'TSExternalModuleReference') found(node.moduleReference.expression.value);
    },
    Property({ key, value }) {
      const isSpec = key.type === 'Identifier' && key.name === 'spec';
      if (isSpec && value.type === 'Literal' && typeof value.value === 'string') citations.push(value.value);
    },
    NewExpression({ callee, arguments: given }) {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) readsClock = true;
    },
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && callee.name === 'Date') readsClock = true;
    },
  }).visit(program);

  const isBarrel =
    program.body.length > 0 &&
    program.body.every((node) => 'source' in node && node.source !== null) &&
    program.body.some((node) => node.type.startsWith('Export'));
  return { path, imports, citations, readsClock, isBarrel };
}
