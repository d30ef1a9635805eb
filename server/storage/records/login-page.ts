/**
 * What the office made of its sign-in page, and of the head of its other pages: part of its settings. Whatever is absent is
 * as Lanyard has it. Texts are templates (spec/login-page/template.ts); colours are `#RRGGBB`.
 */
export interface LoginPage {
  /** Names the application that asks. */
  readonly heading?: string;
  /** Above the form. */
  readonly lead?: string;
  /** On the button that signs in. */
  readonly submit?: string;
  /** Below the form. */
  readonly help?: string;
  /** HTML below that, of the elements that spec/login-page/block.ts allows. */
  readonly block?: string;
  /** Buttons and links. */
  readonly action_light?: string;
  readonly action_dark?: string;
  /** The line at the head, and around what has the focus. */
  readonly accent_light?: string;
  readonly accent_dark?: string;
  readonly paper_light?: string;
  readonly paper_dark?: string;
  /** PNG or JPEG, base64. */
  readonly logo?: string;
}

export interface LoginPageSettings {
  readonly login_page: LoginPage;
  /** What it was before the last change; absent where it was never changed. */
  readonly login_page_before?: LoginPage;
}

/** Of a request: what it brings along for the templates, by name (`connection`, `ext-…`). Absent where that is nothing. */
export interface OfferedValues {
  readonly offered?: Readonly<Record<string, string>>;
}
