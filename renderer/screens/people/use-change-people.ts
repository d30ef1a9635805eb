/**
 * Changes to several people at once: each from its present version, one after the other, until one is refused. What shows
 * people is asked for again once, at the end.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer, Client } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { GivenUp, RequestRefused } from '../../api/problem.ts';
import { tagsTouchedBy } from '../../api/touches.ts';

type Person = Answered<'readUser'>;

export interface ChangedPeople {
  /** Those whom it made a difference to; the others were so already, or are gone. */
  readonly changed: readonly string[];
  /** Those who are as they were meant to be. */
  readonly done: readonly string[];
  /** Where it went no further. */
  readonly stopped?: Stopped;
}

export interface Stopped {
  /** Whom it concerns; undefined where they could not even be read. */
  readonly name: string | undefined;
  readonly error: Error;
}

/** Told after each of them. */
export type OnEach = (done: number) => void;

export interface ChangePeople {
  /** Answers what was done. Throws GivenUp. */
  setDisabled(ids: readonly string[], disabled: boolean, onEach?: OnEach): Promise<ChangedPeople>;
  remove(ids: readonly string[], onEach?: OnEach): Promise<ChangedPeople>;
}

export function useChangePeople(): ChangePeople {
  const { client } = usePanel();
  const queries = useQueryClient();
  return useMemo(() => {
    const walk = async (ids: readonly string[], act: Act, onEach: OnEach = () => undefined) => {
      try {
        return await walkThrough(ids, client, act, onEach);
      } finally {
        for (const tag of tagsTouchedBy('People')) void queries.invalidateQueries({ queryKey: [tag] });
      }
    };
    return {
      setDisabled: (ids, disabled, onEach) =>
        walk(
          ids,
          async ({ value, etag }) => {
            if (value.disabled === disabled) return 'was so already';
            await client.call('changeUser', { path: { id: value.id }, body: { disabled }, ifMatch: etag });
            return 'changed';
          },
          onEach,
        ),
      remove: (ids, onEach) =>
        walk(
          ids,
          async ({ value, etag }) => {
            await client.call('removeUser', { path: { id: value.id }, ifMatch: etag });
            return 'changed';
          },
          onEach,
        ),
    };
  }, [client, queries]);
}

type Act = (person: Answer<Person>) => Promise<'changed' | 'was so already'>;

async function walkThrough(ids: readonly string[], client: Client, act: Act, onEach: OnEach): Promise<ChangedPeople> {
  const changed: string[] = [];
  const done: string[] = [];
  let name: string | undefined;
  try {
    for (const id of ids) {
      name = undefined;
      const person = await presentPerson(client, id);
      name = person?.value.name;
      if (person !== undefined && (await act(person)) === 'changed') changed.push(id);
      done.push(id);
      onEach(done.length);
    }
    return { changed, done };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof GivenUp) throw error;
    return { changed, done, stopped: { name, error } };
  }
}

/** Undefined for somebody who was removed meanwhile. */
async function presentPerson(client: Client, id: string): Promise<Answer<Person> | undefined> {
  try {
    return await client.call('readUser', { path: { id } });
  } catch (error) {
    if (error instanceof RequestRefused && error.problem === 'not_found') return undefined;
    throw error;
  }
}
