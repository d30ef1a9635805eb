/** The pieces of every form: its opening with the CSRF token, a labelled field with its error, and the error itself. */
import { html, type Html, type Part } from './html.ts';
import { errorIcon } from './icons.ts';

interface FormParts {
  readonly action: string;
  readonly csrf: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** A form that posts `content` to `action`, with `csrf` in a hidden field of that name and the view's own `fields`. */
export function form(view: FormParts, content: Part): Html {
  return html`<form method="post" action="${view.action}">
<input type="hidden" name="csrf" value="${view.csrf}">
${hiddenFields(view.fields)}${content}
</form>`;
}

/** What a form brings along unseen. */
export function hiddenFields(fields: FormParts['fields']): Html[] {
  return fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`);
}

export interface Field {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'password' | 'email';
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** Ids of further text that describes the field. */
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly optional?: boolean;
  readonly focus?: boolean;
  /** True for a name that a machine compares: no capitals, no spelling help. */
  readonly verbatim?: boolean;
  /** True for what telephones show their digits for. */
  readonly digits?: boolean;
}

export function field(is: Field): Html {
  const errorId = `${is.id}-error`;
  const hintId = `${is.id}-hint`;
  const described = [is.error !== undefined && errorId, is.hint !== undefined && hintId, is.describedBy]
    .filter((id) => typeof id === 'string')
    .join(' ');
  return html`<div class="field">
<label for="${is.id}">${is.label}${is.optional === true && html` <span class="optional">(optional)</span>`}</label>
<input id="${is.id}" name="${is.name}" type="${is.type}" autocomplete="${is.autocomplete}"${
    is.value !== undefined && html` value="${is.value}"`
  }${is.optional !== true && html` required`}${
    is.verbatim === true && html` autocapitalize="none" autocorrect="off" spellcheck="false"`
  }${is.digits === true && html` inputmode="numeric"`}${(is.invalid === true || is.error !== undefined) && html` aria-invalid="true"`}${
    described !== '' && html` aria-describedby="${described}"`
  }${is.focus === true && html` autofocus`}>
${is.error !== undefined && errorText(errorId, is.error)}${
  is.hint !== undefined && html`<p class="hint" id="${hintId}">${is.hint}</p>`
}
</div>`;
}

/** An error beside what it is about. */
export function errorText(id: string, text: Part): Html {
  return html`<p class="error" id="${id}">${errorIcon}${text}</p>`;
}

/** An error that is read out as the page opens. */
export function announcedError(id: string, text: Part): Html {
  return html`<p class="error" id="${id}" role="alert">${errorIcon}${text}</p>`;
}
