/** A citation that opens the section it names. */
import { specAddress } from './spec-address.ts';

export function SpecLink({ spec }: { readonly spec: string }) {
  const address = specAddress(spec);
  if (address === undefined) return <span>{spec}</span>;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {spec}
    </a>
  );
}
