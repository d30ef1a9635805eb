/** Who did what, and who was refused. */
import { Empty } from '../../components/empty.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { usePanel } from '../../api/panel.tsx';
import { useStore } from '../../api/store.ts';
import { filtersGiven } from '../../lists/filter.ts';
import { ListTools } from '../../lists/list-tools.tsx';
import { useList } from '../../lists/use-list.ts';
import { useListView } from '../../lists/use-list-view.ts';
import { screenAt } from '../../screens.ts';
import { AuditList } from './audit-list.tsx';
import css from './audit.module.css';
import { ChainState } from './chain-state.tsx';
import { TextFilter } from './text-filter.tsx';
import { OUTCOMES, SPANS, TOPICS } from './topics.ts';

const FILTERS = [TOPICS, OUTCOMES, SPANS];

export default function Audit() {
  const view = useListView();
  const since = useSince(view.filter('span'));
  const texts = { actor: view.filter('actor'), target: view.filter('target'), since };
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ''));
  const list = useList('listAuditEvents', view, ({ sort: _sort, ...page }) => ({
    query: { ...page, ...filtersGiven(view, [TOPICS, OUTCOMES]), ...given },
  }));
  const { title, sentence } = screenAt('/audit');
  return (
    <>
      <ScreenHead title={title} sentence={sentence} />
      <ChainState />
      <ListTools what="events" through="any word of it" view={view} filters={FILTERS}>
        <div className={css['texts']}>
          <TextFilter name="actor" label="Done by" view={view} />
          <TextFilter name="target" label="Done to" view={view} />
        </div>
      </ListTools>
      <AuditList
        list={list}
        view={view}
        empty={
          <Empty title="Nothing has happened yet">
            Every sign-in, every refusal and every change in this panel leaves a line here.
          </Empty>
        }
      />
    </>
  );
}

/** The start of a span, held to the minute so that the list is not asked for again and again. */
function useSince(span: string): string {
  const now = useStore(usePanel().now);
  const minute = Math.floor(now / 60_000) * 60;
  return span === '' ? '' : String(minute - Number(span));
}
