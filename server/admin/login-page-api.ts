/** The office's own sign-in page in the admin API: changed, looked at before it is saved, undone, and as Lanyard has it. */
import { createHash } from 'node:crypto';
import type { AuditType } from '../contract/admin/audit-types.ts';
import { readBody } from '../contract/admin/field-problems.ts';
import type { Answered, Body } from '../contract/admin/types.ts';
import { loginPageEntry } from '../contract/configuration-login-page.ts';
import { mergeFields } from '../directory/merge-fields.ts';
import { changeSettings, readSettings } from '../directory/settings.ts';
import type { Settings } from '../storage/records/directory.ts';
import type { LoginPage } from '../storage/records/login-page.ts';
import { assertCurrent, type Preconditions, single } from './entity-tag.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { ProblemError } from './problem-error.ts';
import { differences, recordChange } from './record-change.ts';

type View = Answered<'readLoginPage'>;
type Operation = 'readLoginPage' | 'changeLoginPage' | 'previewLoginPage' | 'undoLoginPage' | 'resetLoginPage';

export const LOGIN_PAGE_HANDLERS: Handlers<Operation> = {
  async readLoginPage(_call, cx) {
    return single(viewOf(await readSettings(cx.store)), 'changeLoginPage');
  },

  changeLoginPage: ({ body, preconditions }, cx) =>
    change('login_page.changed', ({ login_page }) => merged(login_page, body), preconditions, cx),

  undoLoginPage: ({ preconditions }, cx) => change('login_page.undone', before, preconditions, cx),

  resetLoginPage: ({ preconditions }, cx) => change('login_page.reset', () => ({}), preconditions, cx),

  async previewLoginPage({ body: { theme, changes } }, cx) {
    const { issuer_name, login_page } = cx.settings;
    return { body: { html: cx.house.previewLogin(merged(login_page, changes), theme, issuer_name) } };
  },
};

type Done = Extract<AuditType, `login_page.${string}`>;

async function change(
  type: Done,
  next: (settings: Settings) => LoginPage,
  preconditions: Preconditions,
  cx: AdminContext,
): Promise<{ readonly body: View; readonly etag: string }> {
  const settings = await cx.store.transaction(async (within) => {
    const old = await readSettings(within);
    assertCurrent(viewOf(old), 'changeLoginPage', preconditions);
    const changed = await changeSettings(within, { login_page: next(old) }, cx.now);
    const detail = differences(toldOf(old.login_page), toldOf(changed.login_page));
    await recordChange(within, { type, target: '', detail, touched: [] }, cx);
    return changed;
  });
  return single(viewOf(settings), 'changeLoginPage');
}

/** Throws ProblemError where the fields don't go together: colours that cannot be read on one another. */
function merged(page: LoginPage, changes: Body<'changeLoginPage'>): LoginPage {
  const reading = readBody(loginPageEntry, mergeFields(page, changes));
  if ('value' in reading) return reading.value;
  throw new ProblemError('invalid', { errors: reading.errors });
}

function before({ login_page_before: page }: Settings): LoginPage {
  if (page === undefined) throw new ProblemError('conflict', { detail: 'there is no version before this one' });
  return page;
}

function viewOf({ login_page: page, login_page_before, updated_at }: Settings): View {
  return {
    heading: page.heading ?? null,
    lead: page.lead ?? null,
    submit: page.submit ?? null,
    help: page.help ?? null,
    block: page.block ?? null,
    action_light: page.action_light ?? null,
    action_dark: page.action_dark ?? null,
    accent_light: page.accent_light ?? null,
    accent_dark: page.accent_dark ?? null,
    paper_light: page.paper_light ?? null,
    paper_dark: page.paper_dark ?? null,
    logo: page.logo ?? null,
    undoable: login_page_before !== undefined,
    updated_at,
  };
}

/** For the audit log, a picture is its hash. */
function toldOf(page: LoginPage): object {
  if (page.logo === undefined) return page;
  return { ...page, logo: `SHA-256 ${createHash('sha256').update(page.logo, 'base64').digest('hex')}` };
}
