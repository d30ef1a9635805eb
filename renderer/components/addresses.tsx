/** The addresses that an application asks for: the one that most need first, the rest below, in plain words and wire names. */
import type { AddressName, Addresses as AddressesOf } from '../api/status.ts';
import { Copyable } from './copyable.tsx';

const PURPOSE: Readonly<Record<AddressName, string>> = {
  authorization_endpoint: 'Where people are sent to sign in',
  token_endpoint: 'Where the application collects its tokens',
  userinfo_endpoint: 'Who has signed in',
  jwks_uri: 'Keys that prove a token is ours',
  end_session_endpoint: 'Where people are sent to sign out',
};

export function Addresses({ addresses }: { readonly addresses: AddressesOf }) {
  return (
    <section className="card" aria-labelledby="addresses-title">
      <h2 id="addresses-title">Connect an application</h2>
      <p>Most applications ask for one address and find the rest by themselves. They call it issuer or provider URL.</p>
      <div className="main-address">
        <Copyable text={addresses.issuer} what="the issuer" />
      </div>
      <h3>If it asks for more</h3>
      <dl className="addresses">
        <Address purpose="The whole discovery address" url={addresses.discovery} />
        {addresses.endpoints.map(({ name, url }) => (
          <Address key={name} purpose={PURPOSE[name]} name={name} url={url} />
        ))}
      </dl>
    </section>
  );
}

interface AddressProps {
  readonly purpose: string;
  readonly name?: AddressName;
  readonly url: string;
}

function Address({ purpose, name, url }: AddressProps) {
  return (
    <div className="address">
      <dt>
        {purpose}
        {name !== undefined && <code className="wire-name">{name}</code>}
      </dt>
      <dd>
        <Copyable text={url} what={purpose} />
      </dd>
    </div>
  );
}

/** Holds the place while the addresses are on their way. */
export function AddressesSkeleton() {
  return (
    <section className="card skeleton" aria-hidden="true">
      <div className="bone bone-title" />
      <div className="bone" />
      <div className="bone bone-tall" />
      <div className="bone bone-short" />
      <div className="bone" />
      <div className="bone" />
      <div className="bone" />
    </section>
  );
}
