/** The one screen of this version: says whether Lanyard runs, what to type into an application, and how to fill it. */
import { Addresses, AddressesSkeleton } from '../components/addresses.tsx';
import { BringInAnOffice } from '../components/bring-in-an-office.tsx';
import { StateLine } from '../components/state-line.tsx';
import type { Status } from '../api/status.ts';
import { useStatus } from '../api/use-status.ts';

export function Running() {
  const { status, askAgain } = useStatus();
  return (
    <main className="screen" aria-busy={status.kind === 'waiting'}>
      <Title status={status} />
      {status.kind === 'waiting' && <AddressesSkeleton />}
      {status.kind === 'running' && <Addresses addresses={status.addresses} />}
      {status.kind === 'not-ready' && (
        <Trouble
          onRetry={askAgain}
          what="It is still starting, or it can't write its data. New sign-ins are refused until it can."
          who="If this lasts longer than a minute, look at the window in which Lanyard was started: it says what is missing. A full disk is the usual cause."
          code={`/health answered ${status.status}`}
        />
      )}
      {status.kind === 'unreachable' && (
        <Trouble
          onRetry={askAgain}
          what="This page asked for its state and got no usable answer. Either Lanyard was stopped, or the network between it and this browser is interrupted."
          who="On the computer that runs Lanyard, start it with npm start and then try again."
          code="no answer from /health or /.well-known/openid-configuration"
        />
      )}
      {(status.kind === 'waiting' || status.kind === 'running') && <BringInAnOffice />}
    </main>
  );
}

function Title({ status }: { readonly status: Status }) {
  switch (status.kind) {
    case 'waiting':
      return (
        <>
          <h1>Looking for Lanyard</h1>
          <output className="state">Asking how it is …</output>
        </>
      );
    case 'running':
      return (
        <>
          <h1>Lanyard is running</h1>
          <StateLine state="good">Ready: applications can send people here to sign in.</StateLine>
        </>
      );
    case 'not-ready':
      return (
        <>
          <h1>Lanyard is not ready</h1>
          <StateLine state="attention">Waiting: nobody can sign in at the moment.</StateLine>
        </>
      );
    case 'unreachable':
      return (
        <>
          <h1>Lanyard does not answer</h1>
          <StateLine state="danger">Stopped or out of reach: nobody can sign in.</StateLine>
        </>
      );
    default:
      return status satisfies never;
  }
}

interface TroubleProps {
  readonly what: string;
  readonly who: string;
  /** The technical words, in small print. */
  readonly code: string;
  readonly onRetry: () => void;
}

function Trouble({ what, who, code, onRetry }: TroubleProps) {
  return (
    <section className="card" aria-label="What is wrong">
      <p>{what}</p>
      <p>{who}</p>
      <div className="actions">
        <button type="button" className="primary" onClick={onRetry}>
          Try again
        </button>
        <code className="wire-name">{code}</code>
      </div>
    </section>
  );
}
