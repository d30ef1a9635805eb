/** What follows when what an application holds of a person ends, and what doesn't. */

interface GrantEndsProps {
  /** As people know them. */
  readonly application: string;
  readonly person: string;
}

export function GrantEnds({ application, person }: GrantEndsProps) {
  return (
    <>
      <p>
        The tokens that {application} has for {person} stop working: it can’t act in their name any more.
      </p>
      <p>
        {person} can open {application} again. While a browser of theirs is signed in here, and what they once allowed
        is remembered, nobody asks them anything.
      </p>
    </>
  );
}
