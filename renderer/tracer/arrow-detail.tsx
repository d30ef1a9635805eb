/** What one message carried, and what Lanyard checked before it answered, each with the section that asks for it. */
import { Copyable } from '../components/copyable.tsx';
import { StateWord } from '../components/state-word.tsx';
import css from './arrow-detail.module.css';
import type { FlowArrow } from './flow-model.ts';
import { RefusalNote } from './refusal-note.tsx';
import { SpecLink } from './spec-link.tsx';
import { stepWords } from './step-words.ts';

interface ArrowDetailProps {
  readonly arrow: FlowArrow;
  /** Of the application that the flow is about, where one is known. */
  readonly client_id: string | null;
}

export function ArrowDetail({ arrow, client_id }: ArrowDetailProps) {
  return (
    <div className={css['detail']}>
      {arrow.refused !== undefined && <RefusalNote refused={arrow.refused} client_id={client_id} />}
      <p className={css['words']}>
        {arrow.channel === 'front'
          ? 'Front channel: through the browser, where the person and whoever looks over their shoulder can read it.'
          : 'Back channel: from server to server, out of the browser’s sight.'}
        {arrow.implied && ' Lanyard did not see this message; it follows from what came next.'}
      </p>
      {arrow.spec !== undefined && (
        <p>
          <SpecLink spec={arrow.spec} />
        </p>
      )}
      {arrow.request !== undefined && <Carried title="Request" value={arrow.request} />}
      {arrow.response !== undefined && <Carried title="Response" value={arrow.response} />}
      {arrow.steps.length > 0 && (
        <section>
          <h3>What Lanyard did</h3>
          <ol className={css['steps']}>
            {arrow.steps.map((step, index) => (
              // The same step may be done twice.
              // eslint-disable-next-line react/no-array-index-key
              <li key={index}>
                <StateWord state={step.outcome === 'ok' ? 'good' : 'danger'}>
                  {stepWords(step.name)} <code>{step.name}</code>
                  {step.outcome === 'refused' && ' refused'}
                </StateWord>
                {step.detail !== undefined && <p className={css['words']}>{step.detail}</p>}
                <span className={css['small']}>
                  {step.spec !== undefined && <SpecLink spec={step.spec} />} {shownDuration(step.duration_ms)}
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function shownDuration(duration_ms: number): string {
  return duration_ms < 0.1 ? 'under 0.1 ms' : `${duration_ms.toFixed(1)} ms`;
}

function Carried({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <section>
      <h3>{title}</h3>
      <Copyable block text={JSON.stringify(value, null, 2)} what={`the ${title.toLowerCase()}`} />
    </section>
  );
}
