/** Of an application that no admin added by hand: which setting entered it, and takes it away again. */
import { Link } from 'wouter';

export function ApplicationFromSettings() {
  return (
    <p>
      It comes from <Link href="/settings#git_tools">Settings, Git’s helpers and tea sign people in</Link>, and goes
      when that is switched off.
    </p>
  );
}
