/** Changes to several people at once: each from its present version, one after the other, so that a refusal stops in between. */
import { useCallback } from 'react';
import type { Body } from '../../../server/contract/admin/types.ts';
import { usePanel } from '../../api/panel.tsx';
import { useSend } from '../../api/use-send.ts';

export function useChangePeople() {
  const { client } = usePanel();
  const send = useSend();
  const change = useCallback(
    async (ids: readonly string[], body: Body<'changeUser'>) => {
      for (const id of ids) {
        const { etag } = await client.call('readUser', { path: { id } });
        await send('changeUser', { path: { id }, body, ifMatch: etag });
      }
    },
    [client, send],
  );
  const remove = useCallback(
    async (ids: readonly string[]) => {
      for (const id of ids) {
        const { etag } = await client.call('readUser', { path: { id } });
        await send('removeUser', { path: { id }, ifMatch: etag });
      }
    },
    [client, send],
  );
  return { change, remove };
}
