/** What a page hands to the layout: its parts and what it needs from the Content-Security-Policy. */
import type { LoginPage } from '../storage/records/login-page.ts';
import type { Theme } from '../spec/login-page/colours.ts';
import type { Html } from './html.ts';

/** Whose pages these are. */
export interface Office {
  readonly issuer_name: string;
  /** What it made of the sign-in page; logo and colours stand on every page. */
  readonly login_page?: LoginPage;
  /** Where a draft is only looked at, in the theme that is asked for. */
  readonly preview?: Theme;
}

export interface Page {
  readonly title: string;
  readonly content: Html;
  /** True where addresses must be read: a wider column. */
  readonly wide?: boolean;
  /** Origin of the one picture from elsewhere (`https://grafana.example.lan`). */
  readonly pictureFrom?: string | undefined;
  /** The one origin whose pages may frame it; none where absent. */
  readonly framedBy?: string;
  /** Path of the page's script, served by us. */
  readonly script?: string;
  /** Where the browser goes on to by itself, a moment after everything has loaded. */
  readonly goesOnTo?: string | undefined;
  /** True for a page that is nothing but its script, and is held by pages of others in a frame that nobody sees. */
  readonly unseen?: true;
  /** Pages of others that it holds in frames. */
  readonly frames?: readonly string[];
}
