import { describe, expect, it } from 'vitest';
import { configurationJsonSchema, configurationSchema } from '../../server/contract/configuration.ts';

type Node = { [name: string]: unknown };

describe('the published JSON Schema', () => {
  const schema = configurationJsonSchema() as Node;

  it('names itself, its draft and its sections', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:lanyard:configuration:1',
      title: 'Lanyard configuration document',
      required: ['lanyard'],
      additionalProperties: false,
    });
    expect(Object.keys(schema['properties'] as Node)).toEqual([
      'lanyard',
      'settings',
      'groups',
      'users',
      'apis',
      'scopes',
      'trusted_issuers',
      'extension_grants',
      'applications',
      'service_accounts',
      'user_app_passwords',
    ]);
  });

  it('is closed everywhere but where people name things themselves, and describes every field', () => {
    const undescribed: string[] = [];
    const open: string[] = [];
    walk(schema, '', (node, path) => {
      const properties = node['properties'] as Record<string, Node> | undefined;
      if (properties === undefined) return;
      if (node['additionalProperties'] !== false) open.push(path);
      for (const [name, field] of Object.entries(properties)) {
        const items = field['items'] as Node | undefined;
        if (field['description'] === undefined && items?.['description'] === undefined)
          undescribed.push(`${path}.${name}`);
      }
    });
    expect({ undescribed, open }).toEqual({ undescribed: [], open: [] });
  });
});

it('takes no moment after the year 9999, which no calendar of ours can write', () => {
  const document = (expires_at: number) => ({
    lanyard: 1,
    service_accounts: [{ username: 'bot', app_passwords: [{ name: 'main', password: 'x'.repeat(20), expires_at }] }],
  });
  expect(configurationSchema.safeParse(document(253_402_300_799)).success).toBe(true);
  const late = configurationSchema.safeParse(document(253_402_300_800));
  expect(late.error?.issues.map(({ path }) => path.join('/'))).toEqual([
    'service_accounts/0/app_passwords/0/expires_at',
  ]);
});

function walk(node: unknown, path: string, see: (node: Node, path: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  see(node as Node, path);
  for (const [name, child] of Object.entries(node)) walk(child, `${path}.${name}`, see);
}
