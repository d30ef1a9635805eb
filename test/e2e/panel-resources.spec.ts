/** Everything that can be edited, by one walk: made, changed, changed by two at once, and removed. */
import { type APIRequestContext, type APIResponse, expect, type Page } from '@playwright/test';
import { CSRF_HEADER } from '../../server/contract/admin/settings.ts';
import type { RunningServer } from '../support/start-server.ts';
import { changeByAnother, keptToken, openPanel, signInByApi, test } from './panel-office.ts';

interface Resource {
  readonly what: string;
  /** Of its list, and the list's title. */
  readonly list: string;
  readonly title: string;
  /** A form of its own, or a button of the list that opens one. */
  readonly add: { readonly path: string } | { readonly button: string };
  readonly fields: readonly (readonly [label: string | RegExp, text: string])[];
  readonly verb: string;
  /** Made, it is called so; a change of `edited` may rename it. */
  readonly name: string;
  /** Whether something is shown once when it is made. */
  readonly shown_once?: true;
  /** Whether the list is shown when it is made, rather than the thing itself. */
  readonly back_to_list?: true;
  /** Of /api/v1. */
  readonly api: string;
  readonly edited: Edited;
}

interface Edited {
  readonly label: RegExp;
  /** The same in the API. */
  readonly field: string;
}

const NAME: Edited = { label: /^Name/, field: 'name' };

const RESOURCES: readonly Resource[] = [
  {
    what: 'a person',
    list: '/people',
    title: 'People',
    add: { path: '/people/new' },
    fields: [
      [/^Username/, 'walked'],
      [/^Full name/, 'Walked Person'],
    ],
    verb: 'Add the person',
    name: 'Walked Person',
    api: '/users',
    edited: { label: /^Full name/, field: 'name' },
  },
  {
    what: 'a group',
    list: '/groups',
    title: 'Groups',
    add: { button: 'Add a group' },
    fields: [[/^Name/, 'walkers']],
    verb: 'Add the group',
    name: 'walkers',
    api: '/groups',
    edited: NAME,
  },
  {
    what: 'an application',
    list: '/applications',
    title: 'Applications',
    add: { path: '/applications/new' },
    fields: [
      [/^Name/, 'Walked application'],
      ['Redirect address 1', 'https://walked.example.lan/callback'],
    ],
    verb: 'Add the application',
    name: 'Walked application',
    shown_once: true,
    api: '/applications',
    edited: { label: /^Name/, field: 'client_name' },
  },
  {
    what: 'a service account',
    list: '/service-accounts',
    title: 'Service accounts',
    add: { path: '/service-accounts/new' },
    fields: [
      [/^Username/, 'walking-robot'],
      [/^Name/, 'Walking robot'],
    ],
    verb: 'Add the service account',
    name: 'Walking robot',
    shown_once: true,
    api: '/service-accounts',
    edited: NAME,
  },
  {
    what: 'an API',
    list: '/apis',
    title: 'APIs and scopes',
    add: { path: '/apis/new' },
    fields: [
      [/^Audience/, 'https://walked.example.lan'],
      [/^Name/, 'Walked API'],
      [/^Scope 1$/, 'walked:read'],
    ],
    verb: 'Add the API',
    name: 'Walked API',
    back_to_list: true,
    api: '/apis',
    edited: NAME,
  },
  {
    what: 'a scope',
    list: '/apis',
    title: 'APIs and scopes',
    add: { path: '/scopes/new' },
    fields: [
      [/^Name/, 'shoe-size'],
      ['Claim 1', 'shoe_size'],
      ['Where it comes from 1', 'user.claims.shoe_size'],
    ],
    verb: 'Add the scope',
    name: 'shoe-size',
    back_to_list: true,
    api: '/scopes',
    edited: { label: /^What it shows/, field: 'description' },
  },
];

// Times are typed as the browser has them.
test.use({ timezoneId: 'UTC' });

for (const resource of RESOURCES) {
  test(`${resource.what} is made, changed, changed by two at once, and removed`, async ({
    panel,
    office,
    playwright,
  }) => {
    await make(panel, office, resource);
    const api = `${resource.api}/${lastPart(panel)}`;
    const another = await playwright.request.newContext();
    try {
      await change(panel, resource.edited);
      await changeBoth(panel, office, another, { api, edited: resource.edited });
      await remove(panel, resource);
      expect((await read(panel, office, api)).status()).toBe(404);
    } finally {
      await another.dispose();
    }
  });
}

test('settings are changed, and changed by two at once', async ({ panel, office, playwright }) => {
  const edited = { label: /^Name of the office/, field: 'issuer_name' };
  await openPanel(panel, office, '/settings');
  const before = await panel.getByRole('textbox', { name: edited.label }).inputValue();
  const another = await playwright.request.newContext();
  try {
    await change(panel, edited);
    await changeBoth(panel, office, another, { api: '/settings', edited });
    await changeByAnother(another, office, '/settings', { issuer_name: before });
  } finally {
    await another.dispose();
  }
});

test('a signing key is made, scheduled, scheduled by two at once, and revoked', async ({
  panel,
  office,
  playwright,
}) => {
  const schedule = async (after: number) => {
    await panel.getByLabel('Takes over at').fill(new Date(day(after) * 1000).toISOString().slice(0, 16));
    await panel.getByRole('button', { name: 'Set the time' }).click();
  };
  const another = await playwright.request.newContext();
  try {
    await removeNextKey(another, panel, office);
    await openPanel(panel, office, '/keys');
    await panel.getByRole('button', { name: 'Make the next key' }).click();
    await expect(panel.getByText(/^There is a next EdDSA key/)).toBeVisible();
    const next = await nextKey(panel, office);
    await panel.getByRole('link', { name: next }).click();
    await schedule(40);
    await expect(panel.getByText(/^It takes over on/)).toBeVisible();

    await changeByAnother(another, office, `/signing-keys/${next}`, { activates_at: day(50) });
    await schedule(45);
    await expect(panel.locator('#screen').getByRole('alert')).toBeVisible();
    const stored = await read(panel, office, `/signing-keys/${next}`);
    expect(await stored.json()).toMatchObject({ activates_at: day(50) });

    await panel.getByRole('button', { name: 'Revoke now' }).click();
    await panel.getByRole('dialog').getByRole('button', { name: 'Revoke it now' }).click();
    await expect(panel.locator('#screen h1')).toHaveText('Signing keys');
    await expect(panel.getByRole('link', { name: next })).toHaveCount(0);
  } finally {
    await another.dispose();
  }
});

/** Midnight in so many days, in seconds since 1970. */
function day(after: number): number {
  return Math.floor(Date.now() / 86_400_000 + after) * 86_400;
}

async function nextKey(panel: Page, office: RunningServer): Promise<string> {
  const answer = await read(panel, office, '/signing-keys?q=EdDSA');
  const { items } = (await answer.json()) as {
    readonly items: readonly { readonly kid: string; readonly state: string }[];
  };
  return items.find(({ state }) => state === 'next')!.kid;
}

/** So that the panel has one to make. */
async function removeNextKey(another: APIRequestContext, panel: Page, office: RunningServer): Promise<void> {
  const headers = { origin: office.ready.issuer, [CSRF_HEADER]: await signInByApi(another, office) };
  const kid = await nextKey(panel, office);
  const removed = await another.delete(`${office.ready.issuer}/api/v1/signing-keys/${kid}`, { headers });
  expect(removed.status()).toBe(204);
}

/** What is stored, as the API has it. */
async function read(panel: Page, office: RunningServer, api: string): Promise<APIResponse> {
  const headers = { [CSRF_HEADER]: await keptToken(panel) };
  return panel.request.get(`${office.ready.issuer}/api/v1${api}`, { headers });
}

/** Ends where the new thing is open. */
async function make(panel: Page, office: RunningServer, resource: Resource): Promise<void> {
  const { add, fields, verb, name } = resource;
  await openPanel(panel, office, 'path' in add ? add.path : resource.list);
  if ('button' in add) await panel.getByRole('button', { name: add.button }).first().click();
  const form = panel.locator('form').filter({ has: panel.getByRole('button', { name: verb }) });
  for (const [label, text] of fields) await form.getByLabel(label).fill(text);
  await form.getByRole('button', { name: verb }).click();
  if (resource.shown_once === true) await panel.getByRole('button', { name: 'I have copied it' }).click();
  if (resource.back_to_list === true) await panel.getByRole('link', { name, exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText(name);
}

async function change(panel: Page, { label }: Edited): Promise<void> {
  await panel.getByRole('textbox', { name: label }).fill('Changed once');
  await panel.getByRole('button', { name: 'Save' }).first().click();
  await expect(panel.getByText(/^Saved /)).toBeVisible();
  await panel.reload();
  await expect(panel.getByRole('textbox', { name: label })).toHaveValue('Changed once');
}

interface Both {
  readonly api: string;
  readonly edited: Edited;
}

/** Somebody else saves between opening and saving: nothing of theirs is overwritten unasked. */
async function changeBoth(
  panel: Page,
  office: RunningServer,
  another: APIRequestContext,
  { api, edited: { label, field } }: Both,
): Promise<void> {
  const stored = async () => {
    const answer = await read(panel, office, api);
    return ((await answer.json()) as Readonly<Record<string, unknown>>)[field];
  };
  await panel.getByRole('textbox', { name: label }).fill('Mine');
  await changeByAnother(another, office, api, { [field]: 'Theirs' });
  await panel.getByRole('button', { name: 'Save' }).first().click();
  const dialog = panel.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
  await expect(dialog.getByRole('definition').filter({ hasText: 'Theirs' })).toBeVisible();
  await expect(dialog.getByRole('definition').filter({ hasText: 'Mine' })).toBeVisible();
  expect(await stored()).toBe('Theirs');

  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(stored).toBe('Mine');
  await expect(panel.getByRole('textbox', { name: label })).toHaveValue('Mine');
}

/** Types what is to be typed, where something is. Ends at the list, where it stands no more. */
async function remove(panel: Page, { title, name, edited }: Resource): Promise<void> {
  const called = edited.field === 'description' ? name : 'Mine';
  await panel.getByRole('button', { name: 'Remove', exact: true }).click();
  const dialog = panel.getByRole('dialog');
  const act = dialog.getByRole('button', { name: `Remove ${called}` });
  await expect(act).toBeVisible();
  for (const wanted of await dialog.locator('label code').all()) {
    await expect(act).toBeDisabled();
    await dialog.getByRole('textbox').fill(await wanted.innerText());
  }
  await act.click();
  await expect(panel.locator('#screen h1')).toHaveText(title);
  await expect(panel.getByRole('link', { name: called, exact: true })).toHaveCount(0);
}

function lastPart(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1)!;
}
