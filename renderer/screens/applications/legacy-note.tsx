/** Says what of an application's choices can't work as the settings stand, and leads to the switch. */
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { StateWord } from '../../components/state-word.tsx';
import { listed } from '../../words/count.ts';
import { legacyChoices } from './legacy-choices.ts';
import css from './legacy-note.module.css';

interface LegacyNoteProps {
  readonly grant_types: unknown;
  readonly response_types: unknown;
}

/** Nothing where nothing needs the switch, or where it is on. */
export function LegacyNote({ grant_types, response_types }: LegacyNoteProps) {
  const settings = useAnswer('readSettings', {});
  const chosen = legacyChoices(texts(grant_types), texts(response_types));
  if (chosen.length === 0 || settings.data === undefined || settings.data.value.legacy_grants) return null;
  const [are, they] = chosen.length === 1 ? ['is refused', 'it'] : ['are refused', 'them'];
  return (
    <output className={css['note']}>
      <StateWord state="attention">
        {listed(chosen.map((word) => `“${word}”`))} {are}: old ways to a token are off for the whole office. Turn them
        on in the settings if the application can do no better, or leave {they} out.
      </StateWord>
      <Link href="/settings#legacy_grants">
        Open “Old ways to a token” <code>legacy_grants</code>
      </Link>
    </output>
  );
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
