/** The colours of the pages by role, and how a rule names one so that a browser without custom properties still gets it. */

type Role =
  | 'ink'
  | 'quiet'
  | 'paper'
  | 'card'
  | 'line'
  | 'edge'
  | 'petrol'
  | 'petrol-strong'
  | 'on-petrol'
  | 'cord'
  | 'attention'
  | 'danger'
  | 'tint';

export type Palette = Readonly<Record<Role, string>>;

export const LIGHT: Palette = {
  ink: '#13212B',
  quiet: '#4A5A64',
  paper: '#FBFBF9',
  card: '#FFFFFF',
  line: '#D9DEDC',
  // the border of a control must stand out 3:1, which a hairline does not
  edge: '#75858C',
  petrol: '#0F5E6B',
  'petrol-strong': '#0A4853',
  'on-petrol': '#FFFFFF',
  cord: '#BF7B0C',
  attention: '#9A6200',
  danger: '#B3261E',
  // behind the part of an address that differs
  tint: '#FBE9E7',
};

export const DARK: Palette = {
  ink: '#E8EEF0',
  quiet: '#A9B8BF',
  paper: '#101A20',
  card: '#17242B',
  line: '#2A3A42',
  edge: '#74878F',
  petrol: '#5FB7C4',
  'petrol-strong': '#86CDD7',
  'on-petrol': '#0C1519',
  cord: '#F0B24A',
  attention: '#E0A94A',
  danger: '#F2857B',
  tint: '#44211F',
};

/** Custom properties of one theme, as declarations. */
export function properties(palette: Palette): string {
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
