import { describe, expect, it } from 'vitest';
import { isScopeOpenTo } from '../../server/directory/scope-catalogue.ts';
import { FORGE_SCOPES } from '../../server/directory/forge-scopes.ts';
import { inclusionsFor, widest, withIncluded } from '../../server/directory/scope-inclusion.ts';
import { isScopeName } from '../../server/spec/scope.ts';
import { checkShownText } from '../../server/spec/shown-text.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';

const NONE: ReadonlySet<string> = new Set();

const within = async (name: string) =>
  withIncluded([name], await inclusionsFor([name], 'forgejo', createMemoryStore())).toSorted();

/** Each with all that the older releases' table gives it. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  repo: [
    'repo:status',
    'public_repo',
    'admin:repo_hook',
    'write:repo_hook',
    'read:repo_hook',
    'write:repository',
    'read:repository',
  ],
  'repo:status': [],
  public_repo: [],
  'admin:repo_hook': ['write:repo_hook', 'read:repo_hook'],
  'write:repo_hook': ['read:repo_hook'],
  'admin:org': ['write:org', 'read:org', 'write:organization', 'read:organization'],
  'write:org': ['read:org', 'write:organization', 'read:organization'],
  'read:org': ['read:organization'],
  'admin:public_key': ['write:public_key', 'read:public_key'],
  'write:public_key': ['read:public_key'],
  'admin:org_hook': [],
  'admin:user_hook': [],
  notification: ['write:notification', 'read:notification'],
  user: ['read:user', 'user:email', 'user:follow', 'write:user'],
  'read:user': [],
  'user:email': [],
  'user:follow': [],
  delete_repo: [],
  package: ['write:package', 'read:package', 'delete:package'],
  'write:package': ['read:package'],
  'delete:package': [],
  'admin:gpg_key': ['write:gpg_key', 'read:gpg_key'],
  'admin:application': ['write:application', 'read:application'],
  'write:application': ['read:application'],
  sudo: [],
  'public-only': [],
};

describe('the scopes of Gitea and Forgejo', () => {
  it.each(Object.entries(TABLE))('%s brings along what it includes, and nothing else', async (name, included) => {
    expect(await within(name)).toEqual([name, ...included].toSorted());
  });

  it('has for each category one to write, which includes the one to read', async () => {
    for (const category of [
      'activitypub',
      'admin',
      'misc',
      'notification',
      'organization',
      'package',
      'issue',
      'repository',
      'user',
    ]) {
      expect(await within(`write:${category}`)).toEqual([`read:${category}`, `write:${category}`]);
    }
  });

  it('has everything in all, but to act as somebody else', async () => {
    const names = FORGE_SCOPES.map(({ name }) => name);
    expect(await within('all')).toEqual(names.filter((name) => name !== 'sudo' && name !== 'public-only').toSorted());
  });

  it('names each once, in plain words, and leads nowhere in a circle', async () => {
    const names = FORGE_SCOPES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const inclusions = await inclusionsFor(names, 'gitea', createMemoryStore());
    for (const { name, description, includes } of FORGE_SCOPES) {
      expect([name, isScopeName(name), checkShownText(description)]).toEqual([name, true, undefined]);
      expect(names).toEqual(expect.arrayContaining([...includes]));
      expect(widest([name, ...includes], inclusions)).toEqual([name]);
    }
  });

  it('opens to an application what it is registered for, and what that amounts to', () => {
    expect(isScopeOpenTo('read:user', ['profile', 'email'], 'gitea', NONE)).toBe(true);
    expect(isScopeOpenTo('read:user', ['profile'], 'gitea', NONE)).toBe(false);
    expect(isScopeOpenTo('write:package', ['profile', 'email', 'groups'], 'gitea', NONE)).toBe(false);
    expect(isScopeOpenTo('write:package', ['write:package'], 'gitea', NONE)).toBe(true);
    expect(isScopeOpenTo('sudo', ['profile', 'email', 'groups'], 'forgejo', NONE)).toBe(false);
  });

  it('lends no name that the office itself has given a meaning', () => {
    const defined = new Set(['read:user']);
    expect(isScopeOpenTo('read:user', ['profile', 'email'], 'gitea', defined)).toBe(false);
    expect(isScopeOpenTo('user:email', ['profile', 'email'], 'gitea', defined)).toBe(true);
    expect(isScopeOpenTo('read:user', ['profile', 'email', 'read:user'], 'gitea', defined)).toBe(true);
  });

  it('means nothing to applications of other products', async () => {
    expect(isScopeOpenTo('read:organization', ['groups'], 'github', NONE)).toBe(false);
    expect(withIncluded(['repo'], await inclusionsFor(['repo'], 'native', createMemoryStore()))).toEqual(['repo']);
  });
});
