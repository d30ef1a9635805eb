/** The fields by which programs let in only some: what they compare is the office, which is the one organisation, and its groups. */
import type { AskedFor, TeamSpelling } from '../../spec/asked-for.ts';

export function officeFields(teams: TeamSpelling): readonly AskedFor[] {
  return [
    {
      label: 'Organization',
      value: 'organisation',
      help: 'Where it lets in only members of one. It is your office, with everybody in it. Where the office gets another name, so does this.',
    },
    {
      label: 'Teams',
      value: { teams },
      help: 'Where it lets in only some teams. Each group of your office is one.',
    },
  ];
}
