/** The programs that people sign in to. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { Empty } from '../../components/empty.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { StateWord } from '../../components/state-word.tsx';
import type { Column } from '../../lists/column.ts';
import { DataList } from '../../lists/data-list.tsx';
import { DISABLED_FILTER } from '../../lists/disabled-filter.ts';
import { filtersGiven, type ListFilter } from '../../lists/filter.ts';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';
import { type Application, sendsToBrowser } from './application-answer.ts';
import { DIALECT_WORDS, DIALECTS } from './application-choices.ts';
import css from './applications.module.css';
import { InitialAccessTokens } from './initial-access-tokens.tsx';

const COLUMNS: readonly Column<Application>[] = [
  { title: 'Name', sort: 'client_name', cell: ({ client_name }) => client_name },
  { title: 'Client id', sort: 'client_id', cell: ({ client_id }) => <code>{client_id}</code> },
  {
    title: 'Open to',
    cell: ({ allowed_groups }) => (allowed_groups.length === 0 ? 'Everyone' : allowed_groups.join(', ')),
  },
  {
    title: 'Written for',
    sort: 'dialect',
    cell: ({ dialect }) => DIALECT_WORDS[dialect].label,
  },
  { title: 'State', sort: 'disabled', cell: (application) => <ShortState application={application} /> },
  { title: 'Added', sort: 'created_at', cell: (application) => <Added application={application} /> },
];

function Added({ application: { created_at, entered_by } }: { readonly application: Application }) {
  return (
    <span>
      <Moment at={created_at} />
      {entered_by !== undefined && <small className={css['from']}>From Settings, Git’s helpers</small>}
    </span>
  );
}

function ShortState({ application }: { readonly application: Application }) {
  if (application.awaits_approval) return <StateWord state="attention">Waits for you</StateWord>;
  if (application.disabled) return <StateWord state="quiet">Disabled</StateWord>;
  const byBrowser = sendsToBrowser(application.grant_types);
  if (byBrowser && application.redirect_uris.length === 0) return <StateWord state="attention">No redirect</StateWord>;
  if (application.unchecked) return <StateWord state="attention">Works, not checked</StateWord>;
  return <StateWord state="good">Works</StateWord>;
}

const FILTERS: readonly ListFilter[] = [
  {
    name: 'dialect',
    label: 'Written for',
    options: [{ value: '', label: 'Any kind' }, ...DIALECTS.map(({ value, label }) => ({ value, label }))],
  },
  DISABLED_FILTER,
  {
    name: 'awaits_approval',
    label: 'Approval',
    options: [
      { value: '', label: 'Approved or not' },
      { value: 'true', label: 'Waits for approval' },
    ],
  },
  {
    name: 'unchecked',
    label: 'Checked',
    options: [
      { value: '', label: 'Checked or not' },
      { value: 'true', label: 'Checked by nobody' },
    ],
  },
];

export default function Applications() {
  const view = useListView({ sort: 'client_name' });
  const list = useList('listApplications', view, (page) => ({ query: { ...page, ...filtersGiven(view, FILTERS) } }));
  const settings = useAnswer('readSettings', {});
  const registers = settings.data !== undefined && settings.data.value.dynamic_registration !== 'off';
  const { title, sentence } = screenAt('/applications');
  const add = (
    <Button component={Link} href="/applications/new" variant="filled" leftSection={<IconPlus size={18} />}>
      Add an application
    </Button>
  );
  return (
    <>
      <ScreenHead title={title} sentence={sentence} actions={add} />
      <ListTools what="applications" through="name, client id or address" view={view} filters={FILTERS} />
      <DataList
        one="application"
        what="applications"
        list={list}
        view={view}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        nameOf={({ client_name }) => client_name}
        hrefOf={({ id }) => `/applications/${id}`}
        empty={
          <Empty title="No application is connected yet" action={add}>
            Add the first program that is to let people sign in here, then type into it what Lanyard shows you.
          </Empty>
        }
      />
      {registers && <InitialAccessTokens />}
    </>
  );
}
