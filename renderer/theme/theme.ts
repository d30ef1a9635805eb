/** Mantine spoken in our colours: every colour is one of the roles of colours.css, so that none of Mantine's own shows through. */
import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Ten shades are what Mantine asks for; none is used but the seventh, and the roles stand in for that. */
const shades = (role: string): MantineColorsTuple => {
  const shade = `var(--${role})`;
  return [shade, shade, shade, shade, shade, shade, shade, shade, shade, shade];
};

type Variant = ReturnType<VariantColorsResolver>;

/** The looks of a button: the one strong thing, the ordinary, the quiet. */
const FILLED: Readonly<Record<string, Variant>> = {
  danger: {
    background: 'var(--danger)',
    hover: 'var(--danger-strong)',
    color: 'var(--on-danger)',
    border: '1px solid transparent',
  },
};
const PETROL: Variant = {
  background: 'var(--petrol)',
  hover: 'var(--petrol-strong)',
  color: 'var(--on-petrol)',
  border: '1px solid transparent',
};

const variantColorResolver: VariantColorsResolver = ({ color, variant }) => {
  if (variant === 'filled') return FILLED[color ?? ''] ?? PETROL;
  const ink = color === 'danger' ? 'var(--danger)' : 'var(--petrol)';
  const tint = color === 'danger' ? 'var(--danger-tint)' : 'var(--petrol-tint)';
  if (variant === 'default') {
    return {
      background: 'var(--card)',
      hover: tint,
      color: color === 'danger' ? ink : 'var(--ink)',
      border: '1px solid var(--edge)',
    };
  }
  return { background: 'transparent', hover: tint, color: ink, border: '1px solid transparent' };
};

/** The id of the element in which dialogs, menus and notices stand, so that all of them can be put out of reach at once. */
export const PORTALS = 'portals';

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: 6,
  colors: { petrol: shades('petrol'), danger: shades('danger') },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'never',
  variantColorResolver,
  components: {
    Portal: { defaultProps: { target: `#${PORTALS}` } },
    Button: { defaultProps: { size: 'sm', variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 'lg' } },
    Input: { defaultProps: { size: 'md' } },
    InputWrapper: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md', allowDeselect: false, checkIconPosition: 'right' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    MultiSelect: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { iconColor: 'var(--on-petrol)' } },
    Switch: { defaultProps: { size: 'md' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', size: 'lg', transitionProps: { duration: 140 } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
  },
});

/** What Mantine's style sheets ask for, answered with the roles. The same for light and dark: the roles know which is on. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-white': 'var(--card)',
    '--mantine-color-black': 'var(--ink)',
    '--mantine-color-gray-0': 'var(--well)',
    '--mantine-color-gray-1': 'var(--petrol-tint)',
    '--mantine-color-gray-2': 'var(--line)',
    '--mantine-color-gray-3': 'var(--edge)',
    '--mantine-color-gray-4': 'var(--edge)',
    '--mantine-color-gray-6': 'var(--ink-soft)',
    '--mantine-color-gray-7': 'var(--ink-soft)',
    '--mantine-color-gray-9': 'var(--ink)',
    '--mantine-color-dark-0': 'var(--ink)',
    '--mantine-color-dark-1': 'var(--ink-soft)',
    '--mantine-color-dark-2': 'var(--ink-soft)',
    '--mantine-color-dark-3': 'var(--edge)',
    '--mantine-color-dark-4': 'var(--line)',
    '--mantine-color-dark-5': 'var(--edge)',
    '--mantine-color-dark-6': 'var(--card)',
    '--mantine-color-dark-7': 'var(--card)',
    '--mantine-color-dark-8': 'var(--well)',
    '--mantine-shadow-md': 'var(--shadow-high)',
    '--mantine-shadow-lg': 'var(--shadow-high)',
    '--mantine-shadow-xl': 'var(--shadow-high)',
  },
  light: ROLES,
  dark: ROLES,
});

const ROLES: Readonly<Record<string, string>> = {
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-dimmed': 'var(--ink-soft)',
  '--mantine-color-placeholder': 'var(--ink-soft)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-anchor': 'var(--petrol)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-hover': 'var(--petrol-tint)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--edge)',
  '--mantine-color-disabled': 'var(--well)',
  '--mantine-color-disabled-color': 'var(--ink-soft)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-color-petrol-filled': 'var(--petrol)',
  '--mantine-color-petrol-filled-hover': 'var(--petrol-strong)',
  '--mantine-color-petrol-light': 'var(--petrol-tint)',
  '--mantine-color-petrol-light-color': 'var(--petrol)',
};
