/** What an application that passes requests on may do with the tokens of the one in front of it. RFC 8693 */
import type { FieldRow } from '../../forms/field.ts';

export const EXCHANGE_FIELDS: readonly FieldRow[] = [
  {
    name: 'token_exchange_from',
    label: 'Exchanges the tokens of',
    kind: 'lines',
    parts: ['Application'],
    more: true,
    hint: 'The client ids of applications whose people it may act for, where it passes requests on. It gets nothing that their token does not have, and only for APIs that both have, unless they are listed below.',
    standard: 'only its own, and those that were meant for it.',
  },
  {
    name: 'token_exchange_audience',
    label: 'Exchanges them for these APIs, too',
    kind: 'names',
    from: 'apis',
    more: true,
    hint: 'APIs behind this application that the program in front does not use itself. It gets a token for one by naming it, with no scope that the token before it does not have.',
    standard: 'none.',
    placeholder: 'None',
  },
  {
    name: 'token_exchange_impersonation',
    label: 'May exchange without saying who acts',
    kind: 'flag',
    more: true,
    hint: 'APIs then can’t tell it from the person. Leave it off unless the other program can’t do otherwise.',
    standard: 'off.',
  },
];
