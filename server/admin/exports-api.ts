/** What the office can be taken away as, in the admin API. How each document is written the exports room knows. */
import { exportApplicationsJson } from '../exports/applications-json.ts';
import { exportAuditJsonl } from '../exports/audit-jsonl.ts';
import { exportConfiguration } from '../exports/configuration.ts';
import { exportUsersCsv } from '../exports/users-csv.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { notFound } from './problem-error.ts';
import { recordChange } from './record-change.ts';

interface ExportKind {
  readonly media: string;
  readonly filename: string;
  chunks(cx: AdminContext): AsyncIterable<string>;
}

const KINDS: ReadonlyMap<string, ExportKind> = new Map([
  ['configuration', whole('application/yaml', 'office.lanyard.yaml', ({ store }) => exportConfiguration(store))],
  ['users', { media: 'text/csv; charset=utf-8', filename: 'users.csv', chunks: ({ store }) => exportUsersCsv(store) }],
  ['applications', whole('application/json', 'applications.json', ({ store }) => exportApplicationsJson(store))],
  [
    'jwks',
    whole(
      'application/jwk-set+json',
      'jwks.json',
      async ({ house }) => `${JSON.stringify(house.keys.jwks(), null, 2)}\n`,
    ),
  ],
  [
    'audit-events',
    { media: 'application/jsonl', filename: 'audit-events.jsonl', chunks: ({ store }) => exportAuditJsonl(store) },
  ],
]);

export const EXPORT_HANDLERS: Handlers<'exportDocument'> = {
  async exportDocument({ path, head }, cx) {
    const kind = KINDS.get(path.kind);
    if (kind === undefined) throw notFound(`export; there are ${[...KINDS.keys()].join(', ')}`);
    if (!head) await recordExport(path.kind, cx);
    return { media: kind.media, filename: kind.filename, chunks: kind.chunks(cx) };
  },
};

function recordExport(kind: string, cx: AdminContext): Promise<void> {
  return cx.store.transaction((within) =>
    recordChange(within, { type: 'export.created', target: kind, detail: {}, touched: [] }, cx),
  );
}

function whole(media: string, filename: string, make: (cx: AdminContext) => Promise<string>): ExportKind {
  return {
    media,
    filename,
    async *chunks(cx) {
      yield await make(cx);
    },
  };
}
