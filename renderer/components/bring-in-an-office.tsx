/** How people, groups and applications come in while there is no editing in the browser. */
import { Copyable } from './copyable.tsx';

export function BringInAnOffice() {
  return (
    <section className="card" aria-labelledby="office-title">
      <h2 id="office-title">Bring in your office</h2>
      <p>
        People, groups and applications are written down in one file. Stop Lanyard, then start it again with the file:
      </p>
      <Copyable text="npm start -- --import office.lanyard.yaml" what="the command" />
      <p className="aside">
        Lanyard adds what is new and changes what differs. It removes nothing, and reading the same file twice changes
        nothing. If anything in the file is wrong, it says where and applies none of it.
      </p>
      <p className="aside">Editing in the browser is not part of this version.</p>
    </section>
  );
}
