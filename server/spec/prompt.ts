/** The `prompt` parameter: which interactions an application insists on or rules out. */

export const PROMPT_VALUES = ['none', 'login', 'select_account', 'consent'] as const;
export type PromptValue = (typeof PROMPT_VALUES)[number];

/**
 * The values of `prompt`, or the reason why it can't be honoured: an unknown value, or `none` beside another.
 * OIDC Core §3.1.2.1
 */
export function readPrompt(prompt: string | undefined): readonly PromptValue[] | { readonly reason: string } {
  if (prompt === undefined) return [];
  const values = [...new Set(prompt.split(' ').filter((value) => value !== ''))];
  const unknown = values.find((value) => !isPromptValue(value));
  if (unknown !== undefined) return { reason: `prompt has the unknown value '${unknown}'` };
  if (values.includes('none') && values.length > 1) return { reason: 'prompt=none must stand alone' };
  return values.filter(isPromptValue);
}

function isPromptValue(value: string): value is PromptValue {
  return PROMPT_VALUES.some((known) => known === value);
}
