/** Where the panel starts, and the only place that wires its parts. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './theme/theme.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from './api/client.ts';
import { createConnectionWatch } from './api/connection.ts';
import { keptInBrowser } from './api/kept-token.ts';
import { PanelProvider } from './api/panel.tsx';
import { createSessionDesk } from './api/session.ts';
import { createStore } from './api/store.ts';
import { App } from './app.tsx';
import { guardWayBack } from './forms/unsaved.ts';
import { guardLockedKeys } from './frame/locked-keys.ts';
import { takeTicket } from './frame/ticket.ts';
import { cssVariablesResolver, theme } from './theme/theme.ts';

const TICK_MS = 10_000;

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// The ticket works once and must not stay in the address, where others could read it.
const ticket = takeTicket(window.location, window.history);

const nonce = document.querySelector<HTMLMetaElement>('meta[name=lanyard-nonce]')?.content ?? '';
setNonce(nonce);
guardWayBack();

const clock = () => new Date().getTime();
const now = createStore(clock());
setInterval(() => now.set(clock()), TICK_MS);

const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 5_000, networkMode: 'always', refetchOnWindowFocus: true } },
});
const desk = createSessionDesk(keptInBrowser(window));
guardLockedKeys(() => desk.state.get().kind === 'locked');
const connection = createConnectionWatch({
  fetch: window.fetch.bind(window),
  setTimeout: (work, after_ms) => setTimeout(work, after_ms),
  back: () => void queries.invalidateQueries(),
});
const client = createClient({
  fetch: window.fetch.bind(window),
  csrf: desk.csrf,
  signInAgain: desk.signInAgain,
  confirm: desk.confirmation.ask,
  sessionChanged: desk.changed,
  reached: connection.reached,
});

createRoot(root).render(
  <StrictMode>
    <PanelProvider value={{ client, desk, connection, now }}>
      <QueryClientProvider client={queries}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          defaultColorScheme="auto"
          getStyleNonce={() => nonce}
        >
          <App ticket={ticket} />
        </MantineProvider>
      </QueryClientProvider>
    </PanelProvider>
  </StrictMode>,
);
