/** Who refers to something: what would have to let go of it before it can be removed, or would change with it. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Answered } from '../../server/contract/admin/types.ts';
import { Rows } from '../components/rows.tsx';
import { Section } from '../components/section.tsx';
import { whole } from '../words/count.ts';

type Users = Answered<'readScope'>['used_by'];
type Kind = Users['items'][number]['kind'];

const KINDS: Readonly<Record<Kind, { readonly path: string; readonly word: string }>> = {
  application: { path: '/applications', word: 'Application' },
  service_account: { path: '/service-accounts', word: 'Service account' },
};

export function UsedBy({ users, empty }: { readonly users: Users; readonly empty: string }) {
  const { items, total } = users;
  const rest = total - items.length;
  return (
    <>
      <Rows
        empty={empty}
        rows={items.map(({ kind, id, name }) => ({
          key: id,
          title: <Link href={`${KINDS[kind].path}/${encodeURIComponent(id)}`}>{name}</Link>,
          detail: KINDS[kind].word,
        }))}
      />
      {rest > 0 && <p>And {whole(rest)} more.</p>}
    </>
  );
}

interface InUseProps {
  /** “This API can’t be removed while it is in use”. */
  readonly title: string;
  /** What is to be done there. */
  readonly sentence: ReactNode;
  readonly users: Users;
}

/** Stands where the button to remove would stand. */
export function InUse({ title, sentence, users }: InUseProps) {
  return (
    <Section danger title={title} sentence={sentence}>
      <UsedBy users={users} empty="" />
    </Section>
  );
}
