/** What is set for one product alone, and where the server really answers. */
import { expect, test } from 'vitest';
import { listenersAsSet } from '../../server/admin/listeners-as-set.ts';

const facts = {
  listeners: [
    { dialect: 'native', url: 'http://127.0.0.1:5263' },
    { dialect: 'gitea', url: 'http://127.0.0.1:8081' },
    { dialect: 'forgejo', url: 'https://git.example.lan' },
  ],
  listeners_at_start: ['gitea=8081', 'forgejo=git.example.lan', 'github=8082', 'ory=5263'],
  listeners_refused: new Map([['github=8082', 'can’t listen there']]),
};

test('says nothing of what answers as it is set', () => {
  const set = ['gitea=8081', 'forgejo=GIT.example.lan', 'forgejo=443'];
  expect(listenersAsSet(set, { ...facts, listeners_at_start: set })).toEqual({ to_come: [], to_go: [], closed: [] });
});

test('tells what comes with the next start from what goes with it', () => {
  expect(listenersAsSet(['forgejo=git.example.lan', 'gitea=5901'], facts)).toMatchObject({
    to_come: ['gitea=5901'],
    to_go: ['gitea=8081'],
  });
  expect(listenersAsSet(['forgejo=8081'], facts)).toMatchObject({ to_come: ['forgejo=8081'] });
});

test('a start helps nothing where it was tried already: it says why instead', () => {
  const { to_come, closed } = listenersAsSet(facts.listeners_at_start, facts);
  expect(to_come).toEqual([]);
  expect(closed).toEqual([
    { setting: 'github=8082', why: 'can’t listen there' },
    { setting: 'ory=5263', why: 'something else of this server answers there' },
  ]);
});
