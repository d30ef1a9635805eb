/** Secrets of one kind that are shown once: listed by name, made in a dialog, and removed after a question. */
import { Button, Modal } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type Loss, LossDialog } from '../components/loss-dialog.tsx';
import { notify } from '../components/notify.ts';
import { type Secret, SecretDialog } from '../components/secret-dialog.tsx';
import { Section } from '../components/section.tsx';
import type { BodyOf, Schema } from '../forms/faults.ts';
import type { FieldRow } from '../forms/field.ts';
import { NewForm } from '../forms/new-form.tsx';
import type { ListView } from '../lists/use-list-view.ts';
import type { List } from '../lists/use-list.ts';
import { InnerList } from './inner-list.tsx';

interface ShownOnceListProps<T, S extends Schema> {
  readonly title: string;
  readonly sentence: string;
  /** “app password”, and many of them. */
  readonly one: string;
  readonly what: string;
  readonly list: List<T>;
  readonly view: ListView;
  readonly empty: string;
  readonly detailOf: (item: T) => ReactNode;
  /** The button and its dialog. */
  readonly making: { readonly verb: string; readonly title: string };
  readonly rows: readonly FieldRow[];
  readonly schema: S;
  /** Answers what is shown of it, this once. */
  readonly make: (body: BodyOf<S>) => Promise<Secret>;
  /** What stops when one is removed. */
  readonly loss: string;
  readonly remove: (item: T) => Promise<unknown>;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export function ShownOnceList<T extends Named, S extends Schema>(props: ShownOnceListProps<T, S>) {
  const { title, sentence, one, what, list, view, empty, detailOf, making, rows, schema, make, loss, remove } = props;
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const [asked, setAsked] = useState<Loss>();

  const askRemove = (item: T) =>
    setAsked({
      title: `Remove the ${one} ${item.name}?`,
      verb: `Remove ${item.name}`,
      what: <p>{loss}</p>,
      act: async () => {
        await remove(item);
        notify(`Removed the ${one} ${item.name}.`);
      },
    });

  return (
    <Section
      title={title}
      sentence={sentence}
      actions={
        <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
          {making.verb}
        </Button>
      }
    >
      <InnerList
        one={one}
        what={what}
        through="name"
        list={list}
        view={view}
        empty={empty}
        rowOf={(item) => ({
          key: item.id,
          title: item.name,
          detail: detailOf(item),
          action: (
            <Button size="xs" color="danger" aria-label={`Remove ${item.name}`} onClick={() => askRemove(item)}>
              Remove
            </Button>
          ),
        })}
      />
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={making.title}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <NewForm
          rows={rows}
          schema={schema}
          verb="Make it"
          make={async (body) => {
            const made = await make(body);
            return () => {
              setAdding(false);
              setSecret(made);
            };
          }}
        />
      </Modal>
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
      <LossDialog loss={asked} onClose={() => setAsked(undefined)} />
    </Section>
  );
}
