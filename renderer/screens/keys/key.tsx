/** One signing key: where it stands in its life, its public half to copy, and its end. */
import { useParams } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Copyable } from '../../components/copyable.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { exactTime } from '../../words/time.ts';
import { KeyDanger } from './key-danger.tsx';
import { KeySchedule } from './key-schedule.tsx';
import { KeyState } from './key-state.tsx';
import type { SigningKey } from './timeline.ts';

const UP = { href: '/keys', title: 'Signing keys' };

export default function KeyScreen() {
  const { kid } = useParams<{ kid: string }>();
  const answer = useAnswer('readSigningKey', { path: { kid } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <KeyView loaded={loaded} />}
    </Loaded>
  );
}

function KeyView({ loaded }: { readonly loaded: Answer<SigningKey> }) {
  const key = loaded.value;
  const jwk = JSON.stringify(key.public_jwk, null, 2);
  return (
    <>
      <ScreenHead title={`${key.alg} ${key.kid.slice(0, 8)}`} up={UP} sentence={<KeyState signingKey={key} />} />
      {key.state === 'next' && <KeySchedule loaded={loaded} />}
      <Section title="Its public half" sentence="Applications fetch it by themselves; nothing in it is secret.">
        <Facts
          facts={[
            { what: 'Name', wire: 'kid', value: <Copyable text={key.kid} what="the kid" /> },
            { what: 'JWK', value: <Copyable block text={jwk} what="the public JWK" /> },
            { what: 'PEM', value: <Copyable block text={key.public_pem.trim()} what="the public key as PEM" /> },
          ]}
        />
      </Section>
      <Section title="Its life">
        <Facts
          facts={[
            ...when('Published', key.published_at),
            ...when('Takes over', key.activates_at),
            ...when('Took over', key.activated_at),
            ...when('Signs until', key.retires_at),
            ...when('Retired', key.retired_at),
            ...when('Leaves', key.removed_at),
          ]}
        />
      </Section>
      <KeyDanger loaded={loaded} />
    </>
  );
}

function when(what: string, at: number | null): readonly Fact[] {
  if (at === null) return [];
  return [
    {
      what,
      value: (
        <>
          {exactTime(at)} (<Moment at={at} />)
        </>
      ),
    },
  ];
}
