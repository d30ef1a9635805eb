/** The colours of the pages by role, light and dark. What an office puts in their place is checked against the others. */

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
