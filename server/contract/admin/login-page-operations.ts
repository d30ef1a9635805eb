/** What the admin API does with the office's own sign-in page. */
import { loginPageChanges, loginPagePreview, loginPageView, previewedLoginPage } from './login-page.ts';
import type { Operation } from './operation.ts';

export const LOGIN_PAGE_OPERATIONS = {
  readLoginPage: {
    method: 'GET',
    path: '/api/v1/login-page',
    tag: 'Sign-in page',
    summary: 'Shows what the office made of its sign-in page.',
    access: 'admin',
    versioned: true,
    answer: { status: 200, schema: loginPageView },
  },
  changeLoginPage: {
    method: 'PATCH',
    path: '/api/v1/login-page',
    tag: 'Sign-in page',
    summary: 'Changes the sign-in page; the version before can be had back.',
    access: 'recent_admin',
    versioned: true,
    body: loginPageChanges,
    answer: { status: 200, schema: loginPageView },
  },
  previewLoginPage: {
    method: 'POST',
    path: '/api/v1/login-page/preview',
    tag: 'Sign-in page',
    summary: 'Draws the sign-in page as it would be with these changes; nothing is saved.',
    access: 'admin',
    body: loginPagePreview,
    answer: { status: 200, schema: previewedLoginPage },
  },
  undoLoginPage: {
    method: 'POST',
    path: '/api/v1/login-page/undo',
    tag: 'Sign-in page',
    summary: 'Puts back the version before the last change; once more, and that change is there again.',
    access: 'recent_admin',
    versioned: true,
    conditional: true,
    answer: { status: 200, schema: loginPageView },
  },
  resetLoginPage: {
    method: 'POST',
    path: '/api/v1/login-page/reset',
    tag: 'Sign-in page',
    summary: 'Puts back the sign-in page as Lanyard has it; that can be undone.',
    access: 'recent_admin',
    versioned: true,
    conditional: true,
    answer: { status: 200, schema: loginPageView },
  },
} as const satisfies Readonly<Record<string, Operation>>;
