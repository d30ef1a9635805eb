/** Who did what, and who was refused. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { usePanel } from '../../api/panel.tsx';
import { useStore } from '../../api/store.ts';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { type ListView, useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';
import { AuditList } from './audit-list.tsx';
import css from './audit.module.css';

/** Nouns of the event types, in the order in which an admin looks for them. */
const KINDS = [
  { value: '', label: 'Everything' },
  { value: 'user.', label: 'People' },
  { value: 'group.', label: 'Groups' },
  { value: 'application.', label: 'Applications' },
  { value: 'service_account.', label: 'Service accounts' },
  { value: 'app_password.', label: 'App passwords' },
  { value: 'api.', label: 'APIs' },
  { value: 'scope.', label: 'Scopes' },
  { value: 'consent.', label: 'Permissions' },
  { value: 'grant.', label: 'What applications hold' },
  { value: 'token.', label: 'Tokens' },
  { value: 'session.', label: 'Sessions' },
  { value: 'signing_key.', label: 'Signing keys' },
  { value: 'settings.', label: 'Settings' },
  { value: 'panel.', label: 'This panel' },
];
const SPANS = [
  { value: '', label: 'At any time' },
  { value: '3600', label: 'In the last hour' },
  { value: '86400', label: 'In the last day' },
  { value: '604800', label: 'In the last week' },
  { value: '2592000', label: 'In the last 30 days' },
];

export default function Audit() {
  const view = useListView();
  const since = useSince(view.filter('span'));
  const filters = { type: view.filter('type'), actor: view.filter('actor'), target: view.filter('target'), since };
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  const list = useList('listAuditEvents', view, ({ sort: _sort, ...page }) => ({ query: { ...page, ...given } }));
  const { title, sentence } = screenAt('/audit');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <ListTools what="events" through="any word of it" view={view}>
        <NativeSelect
          aria-label="About"
          data={KINDS}
          value={view.filter('type')}
          onChange={(event) => view.set({ type: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label="When"
          data={SPANS}
          value={view.filter('span')}
          onChange={(event) => view.set({ span: event.currentTarget.value })}
        />
        <TextFilter name="actor" label="Done by" view={view} />
        <TextFilter name="target" label="Done to" view={view} />
      </ListTools>
      <AuditList
        list={list}
        view={view}
        empty={
          <Empty title="Nothing has happened yet">
            Every sign-in, every refusal and every change in this panel leaves a line here.
          </Empty>
        }
      />
    </>
  );
}

/** The start of a span, held to the minute so that the list is not asked for again and again. */
function useSince(span: string): string {
  const now = useStore(usePanel().now);
  const minute = Math.floor(now / 60_000) * 60;
  return span === '' ? '' : String(minute - Number(span));
}

interface TextFilterProps {
  readonly name: string;
  readonly label: string;
  readonly view: ListView;
}

function TextFilter({ name, label, view }: TextFilterProps) {
  const [typed, setTyped] = useState(view.filter(name));
  const [settled] = useDebouncedValue(typed, 250);
  const { set } = view;
  useEffect(() => set({ [name]: settled.trim() }), [settled, name, set]);
  return (
    <TextInput
      className={css['filter'] ?? ''}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
