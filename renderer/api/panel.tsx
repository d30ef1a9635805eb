/** Hands the parts that main.tsx made to the components. */
import { createContext, useContext } from 'react';
import type { Client } from './client.ts';
import type { ConnectionWatch } from './connection.ts';
import type { SessionDesk } from './session.ts';
import type { Store } from './store.ts';

export interface Panel {
  readonly client: Client;
  readonly desk: SessionDesk;
  readonly connection: ConnectionWatch;
  /** Milliseconds since 1970, set anew every few seconds. */
  readonly now: Store<number>;
}

const PanelContext = createContext<Panel | undefined>(undefined);

export const PanelProvider = PanelContext.Provider;

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === undefined) throw new Error('no Panel is provided');
  return panel;
}
