/** How a rule names a colour by its role, so that a browser without custom properties still gets it. */
import { LIGHT, type Palette } from '../../spec/page-colours.ts';

/** Custom properties of one theme, as declarations. */
export function properties(palette: Partial<Palette>): string {
  return Object.entries(palette)
    .map(([role, colour]) => `--${role}: ${colour};`)
    .join(' ');
}

/** Writes every declaration that names a role (`color: $ink;`) twice: the light colour first, then the custom property. */
export function withFallbacks(css: string): string {
  const colours: Readonly<Record<string, string>> = LIGHT;
  return css.replaceAll(/[a-z-]+:[^;{}]*\$[a-z-]+[^;{}]*;/g, (declaration) => {
    const plain = declaration.replaceAll(/\$([a-z-]+)/g, (_, role: string) => colourOf(colours, role));
    return `${plain} ${declaration.replaceAll(/\$([a-z-]+)/g, 'var(--$1)')}`;
  });
}

function colourOf(colours: Readonly<Record<string, string>>, role: string): string {
  const colour = colours[role];
  if (colour === undefined) throw new Error(`the palette has no colour for the role ${role}`);
  return colour;
}
