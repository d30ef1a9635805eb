/** The template of the sign-in page: its texts, one block of HTML, colours and the office's logo. */
import { z } from 'zod';
import { checkBlock } from '../spec/login-page/block.ts';
import { checkColour, findPoorContrast, THEMES } from '../spec/login-page/colours.ts';
import { checkLogo } from '../spec/login-page/logo.ts';
import { checkHeading, checkTemplateText } from '../spec/login-page/template.ts';
import { checkedString } from './configuration-fields.ts';

export const LONGEST_LINE = 120;
export const LONGEST_TEXT = 600;
export const LONGEST_BLOCK = 8000;

const text = (description: string, longest: number) =>
  checkedString(description, (value) => emptiness(value) ?? checkTemplateText(value, longest)).exactOptional();
const colour = (description: string) => checkedString(description, checkColour).exactOptional();

export const loginPageEntry = z
  .strictObject({
    heading: checkedString(
      'The heading, a template with {{application}} in it.',
      (value) => emptiness(value) ?? checkHeading(value, LONGEST_LINE),
    ).exactOptional(),
    lead: text('A text above the form, a template.', LONGEST_TEXT),
    submit: checkedString(
      'The words of the button that signs in, without placeholders.',
      (value) => emptiness(value) ?? checkButton(value),
    ).exactOptional(),
    help: text('A text below the form, a template.', LONGEST_TEXT),
    block: checkedString(
      'HTML below the form, a template: texts, lists and links; no styles, pictures, forms or scripts.',
      (value) => emptiness(value) ?? checkBlock(value, LONGEST_BLOCK),
    ).exactOptional(),
    action_light: colour('The colour of buttons and links on light pages.'),
    action_dark: colour('The colour of buttons and links on dark pages.'),
    accent_light: colour('The colour of the line at the head, and around what has the focus, on light pages.'),
    accent_dark: colour('The colour of the line at the head, and around what has the focus, on dark pages.'),
    paper_light: colour('The ground of light pages.'),
    paper_dark: colour('The ground of dark pages.'),
    logo: checkedString('The office’s logo, a PNG or JPEG picture in base64.', checkLogo).exactOptional(),
  })
  .check((context) => {
    const { value } = context;
    for (const theme of THEMES) {
      const [action, accent, paper] = [value[`action_${theme}`], value[`accent_${theme}`], value[`paper_${theme}`]];
      // Those that are no colours are refused by themselves.
      if ([action, accent, paper].some((one) => one !== undefined && checkColour(one) !== undefined)) continue;
      const poor = findPoorContrast(theme, { action, accent, paper });
      if (poor === undefined) continue;
      context.issues.push({
        code: 'custom',
        message: poor.reason,
        path: [`${poor.field}_${theme}`],
        input: value,
      });
    }
  })
  .describe('The office’s own sign-in page, as a whole: what is not named is as Lanyard has it.');

function emptiness(value: string): string | undefined {
  return value.trim() === '' ? 'is empty; leave it out to have Lanyard’s own' : undefined;
}

function checkButton(value: string): string | undefined {
  if (value.includes('\n')) return 'has more than one line';
  if (value.includes('{{')) return 'holds a placeholder, which the words of a button cannot have';
  return checkTemplateText(value, 40);
}
