/** One variant of a page as a test looks at it: markup, policy, text and elements by id. */
import type { PageView } from '../../server/contract/pages.ts';
import { renderPage } from '../../server/pages/render.ts';
import { tagsOf, textOf, type Tag } from './markup.ts';
import { OFFICE, VIEWS } from './views.ts';

function tagsWithId(view: PageView): Map<string, Tag> {
  return new Map(
    tagsOf(renderPage(view, OFFICE).body).flatMap((tag) => {
      const id = tag.attributes.get('id');
      return id === undefined ? [] : [[id, tag] as const];
    }),
  );
}

export function shown(name: string): {
  view: PageView;
  body: string;
  csp: string;
  text: string;
  ids: Map<string, Tag>;
} {
  const view = VIEWS[name]!;
  const { body, csp } = renderPage(view, OFFICE);
  return { view, body, csp, text: textOf(body), ids: tagsWithId(view) };
}
