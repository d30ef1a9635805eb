/** What the composition root hands to this room: the tables it mounts, the house behind them, and how pages are drawn. */
import type { AccountDesk } from '../account/account-desk.ts';
import type { SetupDesk } from '../admin/first-admin.ts';
import type { PageView } from '../contract/pages.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Endpoint } from '../engine/endpoint.ts';
import type { Engine } from '../engine/engine.ts';
import type { Facade } from '../facades/facade.ts';
import type { Log } from '../log/log.ts';
import type { Office } from '../pages/page.ts';
import type { DialectName, InteractionName } from '../spec/vocabulary.ts';
import type { LoginPage } from '../storage/records/login-page.ts';
import type { AdminApi } from './admin-routes.ts';
import type { World } from './make-context.ts';

export interface Edge {
  readonly engine: Engine;
  readonly endpoints: readonly Endpoint[];
  readonly interactions: readonly InteractionName[];
  readonly dialects: readonly Dialect[];
  readonly facades: readonly Facade[];
  readonly assets: readonly StaticFile[];
  readonly world: World;
  readonly log: Log;
  readonly setup: SetupDesk;
  readonly account: AccountDesk;
  readonly panel: Panel;
  /** The dialect in which the authorization request behind a ticket came. */
  dialectOfTicket(ticket: string): DialectName | undefined;
  /** False as soon as the server is stopping. */
  serving(): boolean;
  draw(view: PageView, office: Office): Drawn;
  /** A file of the office's own that its pages refer to. */
  officeAsset(path: string, page: LoginPage): StaticFile | undefined;
}

export interface Drawn {
  readonly body: string;
  readonly csp: string;
  /** Whose pages may hold it in a frame. */
  readonly framed_by: 'nobody' | 'anybody';
}

/** A file whose path changes whenever its content does. */
export interface StaticFile {
  readonly path: string;
  readonly content_type: string;
  body(): Buffer;
}

export interface Panel {
  readonly enabled: boolean;
  /** Where the built panel lies, absolute. */
  readonly directory: string;
  /** What answers under /api/v1/; nothing where absent. */
  readonly api?: AdminApi;
}
