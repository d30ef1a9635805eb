/** The people of a group: added by name, taken out with a way back. */
import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { notifyUndo } from '../../components/notify-undo.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';

const PAUSE_MS = 160;

export function GroupMembers({ group }: { readonly group: string }) {
  const view = useListView({ prefix: 'members.', sort: 'name' });
  const list = useList('listUsers', view, (page) => ({ query: { ...page, group } }), PER_INNER_PAGE);
  const setMember = useSetMember(group);
  const task = useTask();

  const takeOut = (id: string, name: string) =>
    task.run(async () => {
      await setMember(id, 'out');
      notifyUndo(`${name} is no longer in ${group}.`, () => setMember(id, 'in'));
    });
  const add = (id: string, name: string) =>
    task.run(async () => {
      await setMember(id, 'in');
      notify(`${name} is in ${group} now.`);
    });

  return (
    <Section title="Who is in it" actions={<AddMember onAdd={(id, name) => void add(id, name)} />}>
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <InnerList
        one="person"
        what="people"
        through="name, username or e-mail"
        list={list}
        view={view}
        empty="Nobody yet. Add the first person by name."
        rowOf={({ id, name, username }) => ({
          key: id,
          title: <Link href={`/people/${id}`}>{name}</Link>,
          detail: <code>{username}</code>,
          action: (
            <Button size="xs" aria-label={`Take out ${name}`} onClick={() => void takeOut(id, name)}>
              Take out
            </Button>
          ),
        })}
      />
    </Section>
  );
}

function useSetMember(group: string) {
  const { client } = usePanel();
  const send = useSend();
  return async (id: string, where: 'in' | 'out') => {
    const { value, etag } = await client.call('readUser', { path: { id } });
    const others = value.groups.filter((name) => name !== group);
    const groups = where === 'in' ? [...others, group] : others;
    await send('changeUser', { path: { id }, body: { groups }, ifMatch: etag });
  };
}

function AddMember({ onAdd }: { readonly onAdd: (id: string, name: string) => void }) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, PAUSE_MS);
  const found = useAnswer('listUsers', { query: { q, limit: '20' } }, { enabled: q !== '', keepPrevious: true });
  const people = q === '' ? [] : (found.data?.value.items ?? []);
  return (
    <Select
      aria-label="Add a person"
      placeholder="Add a person by name"
      size="sm"
      searchable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={q === '' ? 'Type a name' : 'Nobody is called so'}
      data={people.map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` }))}
      onChange={(id) => {
        const person = people.find((each) => each.id === id);
        setTyped('');
        if (person !== undefined) onAdd(person.id, person.name);
      }}
    />
  );
}
