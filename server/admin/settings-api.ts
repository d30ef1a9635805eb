/** The office's settings in the admin API. */
import type { Answered } from '../contract/admin/types.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { changeSettings, readSettings } from '../directory/settings.ts';
import type { Settings } from '../storage/records/directory.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { differences, recordChange } from './record-change.ts';

/** The public base URL is what this server goes by, whether somebody chose it or not. */
function viewSettings({ id: _id, ...settings }: Settings, cx: AdminContext): Answered<'readSettings'> {
  return { ...settings, outbound_allow: [...settings.outbound_allow], issuer: cx.house.facts().issuer };
}

export const SETTINGS_HANDLERS: Handlers<'readSettings' | 'changeSettings'> = {
  async readSettings(_call, cx) {
    return single(viewSettings(await readSettings(cx.store), cx));
  },

  async changeSettings({ body, preconditions }, cx) {
    const settings = await cx.store.transaction(async (within) => {
      const before = viewSettings(await readSettings(within), cx);
      assertCurrent(before, preconditions);
      const changed = await changeSettings(within, definedFields(body), cx.now);
      const detail = differences(before, viewSettings(changed, cx));
      await recordChange(within, { type: 'settings.changed', target: '', detail, touched: [] }, cx);
      return changed;
    });
    return single(viewSettings(settings, cx));
  },
};
