/**
 * How the server's bundle takes Node's own modules. An `import` of one asks it for all that it exports, which loads what
 * stands behind each name (streams behind node:fs, colours behind node:util); asking for the names that are used does not.
 */
import type { Plugin } from 'vite';

const IMPORT = /^import (?:(\w+)(?:, )?)?(?:\{ ([^}]*) \} )?from "(node:[^"]+)";$/gm;

export const BUILTINS_AS_ASKED: Plugin = {
  name: 'lanyard:builtins-as-asked',
  applyToEnvironment: ({ name }) => name === 'server',
  // Line for line, so that the source map still holds.
  renderChunk: (code) => ({
    code: code.replace(IMPORT, (_statement, whole: string | undefined, names: string | undefined, module: string) => {
      const asked = `process.getBuiltinModule("${module}")`;
      const taken = [
        ...(whole === undefined ? [] : [whole]),
        ...(names === undefined ? [] : [`{ ${renamed(names)} }`]),
      ];
      return `const ${taken.map((what) => `${what} = ${asked}`).join(', ')};`;
    }),
    map: null,
  }),
};

/** `a as b` of an import is `a: b` here. */
function renamed(names: string): string {
  return names.replaceAll(' as ', ': ');
}
