/** The office's own sign-in page, as the admin API shows and takes it. */
import { z } from 'zod';
import { loginPageEntry } from '../configuration-login-page.ts';
import { THEMES } from '../../spec/login-page/colours.ts';
import { moment } from './listing.ts';

const { shape } = loginPageEntry;
const shown = z.string().nullable();

export const loginPageView = z
  .object({
    heading: shown,
    lead: shown,
    submit: shown,
    help: shown,
    block: shown,
    action_light: shown,
    action_dark: shown,
    accent_light: shown,
    accent_dark: shown,
    paper_light: shown,
    paper_dark: shown,
    logo: shown,
    undoable: z.boolean().describe('Whether there is a version before this one to have back.'),
    updated_at: moment,
  })
  .describe('Null is as Lanyard has it.');

export const loginPageChanges = z.strictObject({
  heading: shape.heading.unwrap().nullable().exactOptional(),
  lead: shape.lead.unwrap().nullable().exactOptional(),
  submit: shape.submit.unwrap().nullable().exactOptional(),
  help: shape.help.unwrap().nullable().exactOptional(),
  block: shape.block.unwrap().nullable().exactOptional(),
  action_light: shape.action_light.unwrap().nullable().exactOptional(),
  action_dark: shape.action_dark.unwrap().nullable().exactOptional(),
  accent_light: shape.accent_light.unwrap().nullable().exactOptional(),
  accent_dark: shape.accent_dark.unwrap().nullable().exactOptional(),
  paper_light: shape.paper_light.unwrap().nullable().exactOptional(),
  paper_dark: shape.paper_dark.unwrap().nullable().exactOptional(),
  logo: shape.logo.unwrap().nullable().exactOptional(),
});

/** The saved page with these changes, in one theme. */
export const loginPagePreview = z.strictObject({
  theme: z.enum(THEMES),
  changes: loginPageChanges,
});

export const previewedLoginPage = z.object({
  html: z
    .string()
    .describe('A whole document with sample values. Show it where it can run no script and send no form.'),
});
