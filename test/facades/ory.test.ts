/** Ory's rows themselves: that none of the admin's stands outside of our own admin's authorisation, and what is told to anybody. */
import { beforeEach, describe, expect, test } from 'vitest';
import { APP_PASSWORD_DESK } from '../../server/engine/prove-app-password.ts';
import type { Facade, FacadeHouse, Office } from '../../server/facades/facade.ts';
import { createFacades } from '../../server/facades/index.ts';
import { aCall } from '../support/facade-call.ts';
import { buildHouse, type House } from '../support/house.ts';

/** Rows are only looked at; the calls below need nothing of it. */
const nobody = { findToken: () => Promise.resolve(undefined), clients: {}, defaultsFor: () => ({}) };
const house = nobody as unknown as FacadeHouse;
const office = { house: {}, appPasswords: APP_PASSWORD_DESK } as unknown as Office;
const rows = createFacades(house, office).filter(({ dialect }) => dialect === 'ory');
const named = (list: readonly Facade[]) => list.map((row) => [`${row.method} ${row.paths.join(' ')}`, row] as const);
const isAdmins = ({ paths }: Facade) => paths.some((path) => path.startsWith('/admin'));

let engine: House;
beforeEach(async () => {
  engine = await buildHouse();
});

describe.each(named(rows.filter(isAdmins)))('%s', (_name, row) => {
  test('is the office’s, and nothing of it is read before an admin has shown themselves', async () => {
    expect(row.office).toBe(true);
    for (const authorization of [undefined, 'Bearer x', 'Basic Ym9zczp4', 'Cookie lanyard']) {
      const call = {
        ...aCall({ url: 'http://lanyard.test/admin', authorization }),
        json: () => Promise.reject(new Error('its body was read')),
        form: () => Promise.reject(new Error('its form was read')),
      };
      expect(await row.answer(call, await engine.context('ory'))).toMatchObject({
        status: 401,
        body: { error: 'request_unauthorized' },
      });
    }
  });
});

describe('an admin who typed the password too long ago', () => {
  const ada = { subject: { kind: 'user', user: { admin: true }, grant: { auth_time: 0 } } };
  const token = { ...ada, scope: ['lanyard:admin'], audience: [] };
  const old = { ...nobody, findToken: () => Promise.resolve(token) } as unknown as FacadeHouse;
  const answerTo = async (method: string, path: string) => {
    const row = createFacades(old, office).find((one) => one.method === method && one.paths.includes(path));
    const call = aCall({ url: path, authorization: 'Bearer x', body: {} });
    return row?.answer(call, await engine.context('ory'));
  };

  test.each([
    ['PUT', '/admin/oauth2/auth/requests/login/accept'],
    ['PUT', '/admin/oauth2/auth/requests/consent/accept'],
    ['POST', '/admin/clients'],
    ['POST', '/admin/clients/{id}/secrets/rotate'],
  ])('says neither who people are nor what is told of them, and makes no secret: %s %s', async (method, path) => {
    const told = await answerTo(method, path);
    expect(told).toMatchObject({ status: 401, body: { error: 'request_unauthorized' } });
    expect(told?.headers?.['www-authenticate']).toContain('insufficient_user_authentication');
  });

  test('can still look, and say no', async () => {
    expect(await answerTo('GET', '/admin/clients/{id}')).toMatchObject({ status: 404 });
    expect(await answerTo('PUT', '/admin/oauth2/auth/requests/login/reject')).toMatchObject({ status: 400 });
  });
});

test('where there is no office to change, there is nothing of it', () => {
  expect(createFacades(house).filter(isAdmins)).toEqual([]);
});

describe('anybody is told', () => {
  const tell = async (path: string, store = engine.store) => {
    const row = rows.find(({ paths }) => paths.includes(path));
    return row?.answer(aCall({ url: path }), { ...(await engine.context('ory')), store });
  };

  test('that the server lives, which version it is like, and whether it can work', async () => {
    expect(await tell('/health/alive')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await tell('/version')).toMatchObject({
      status: 200,
      body: { version: expect.stringMatching(/^v2\.\d+\.\d+$/) },
    });
    expect(await tell('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const broken = { ...engine.store, writable: () => false };
    expect(await tell('/health/ready', broken)).toMatchObject({ status: 503, body: { errors: expect.anything() } });
    expect(await tell('/health/alive', broken)).toMatchObject({ status: 200 });
  });
});
