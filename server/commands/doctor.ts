/** doctor: says what is wrong with data, clock, certificates, ports and names, beside a running server too, and changes nothing. */
import type { LookingCommand } from './command.ts';

export const doctor: LookingCommand = {
  name: 'doctor',
  summary: "checks data, clock, certificates, ports and names; takes serve's options, and Lanyard may run",
  options: [
    {
      name: 'json',
      placeholder: '',
      initially: '',
      means: 'one JSON document instead of lines',
      repeatable: false,
      flag: true,
      read: (text) => ({ value: text }),
    },
  ],
  async look({ option, ...examination }) {
    const { examine } = await import('../doctor/examine.ts');
    const { isWell, reportJson, reportLines } = await import('../doctor/report.ts');
    const checked = await examine(examination);
    const { dataDir: data_dir } = examination.config;
    const lines = option('json') === undefined ? reportLines(checked) : [reportJson(checked, { data_dir })];
    return { lines, well: isWell(checked) };
  },
};
