/** The frame through which an application learns, without asking us, that somebody signed in or out in this browser. */
import type { Endpoint } from '../endpoint.ts';

export const checkSession: Endpoint = {
  name: 'check-session',
  spec: 'OIDC Session Management §3.2',
  methods: ['GET'],
  audience: 'browser',
  cors: false,
  run: () => ({ kind: 'page', status: 200, view: { page: 'check-session' } }),
};
