/** Tokens with which applications may register themselves without waiting: made and shown once, removed at once. */
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { Moment } from '../../components/moment.tsx';
import type { FieldRow } from '../../forms/field.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { counted } from '../../words/count.ts';
import { PER_INNER_PAGE } from '../inner-list.tsx';
import { ShownOnceList } from '../shown-once-list.tsx';

const FIELDS: readonly FieldRow[] = [
  {
    name: 'name',
    label: 'Name',
    kind: 'text',
    needed: true,
    hint: 'What it is for.',
    placeholder: 'Telephones of the field team',
  },
  { name: 'uses', label: 'How many applications', kind: 'number', needed: true, hint: 'Each registration takes one.' },
  { name: 'expires_in_s', label: 'It works for', kind: 'duration', needed: true },
];

export function InitialAccessTokens() {
  const view = useListView({ prefix: 'tokens.', sort: 'name' });
  const list = useList('listInitialAccessTokens', view, (query) => ({ query }), PER_INNER_PAGE);
  const send = useSend();
  return (
    <ShownOnceList
      title="Tokens for registrations"
      sentence="A program that registers itself with one of these works at once, without waiting for you."
      one="token"
      what="tokens"
      list={list}
      view={view}
      empty="None: the setting alone decides what may register."
      detailOf={({ uses_left, expires_at }) => (
        <>
          {uses_left === 0 ? 'used up' : `for ${counted(uses_left, 'more application')}`}, ends{' '}
          <Moment at={expires_at} />
        </>
      )}
      making={{ verb: 'Make a token', title: 'Make a token for registrations' }}
      rows={FIELDS}
      schema={OPERATIONS.createInitialAccessToken.body}
      make={async (body) => {
        const { name, token } = (await send('createInitialAccessToken', { body })).value;
        return {
          title: `The token ${name}`,
          lines: [{ what: 'Initial access token', wire: 'initial_access_token', text: token }],
        };
      }}
      loss="Nothing more can register with it. What has registered goes on working."
      remove={({ id }) => send('removeInitialAccessToken', { path: { id } })}
    />
  );
}
