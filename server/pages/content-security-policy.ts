/** The Content-Security-Policy of one page: nothing but our own files, and form answers only to where the flow leads. */
import type { Page } from './page.ts';

/**
 * `leads_to` are origins or schemes (`https://grafana.example.lan`, `com.example.app:`) that a form's answer is sent on to;
 * anything that is not one source of the CSP grammar is left out, so that it cannot add a directive. CSP3 §2.3.1
 */
export function contentSecurityPolicy(page: Page, leads_to: readonly string[] = []): string {
  const directives = [
    "default-src 'none'",
    page.script !== undefined && "script-src 'self'",
    "style-src 'self'",
    `img-src ${sources(page.pictureFrom)}`,
    "font-src 'self'",
    page.frames !== undefined && page.frames.length > 0 && `frame-src ${frameSources(page.frames)}`,
    `form-action ${sources(...leads_to.map(formTarget))}`,
    `frame-ancestors ${page.unseen === true ? '*' : framers(page.framedBy)}`,
    "base-uri 'none'",
  ];
  return directives.filter((directive) => directive !== false).join('; ');
}

/** Exactly the origins that are framed, and not our own. */
function frameSources(frames: readonly string[]): string {
  const origins = frames.filter((frame) => URL.canParse(frame)).map((frame) => formTarget(new URL(frame).origin));
  return [...new Set(origins.filter((origin) => origin !== undefined))].join(' ');
}

function sources(...further: readonly (string | undefined)[]): string {
  return [...new Set(["'self'", ...further.filter((source) => source !== undefined)])].join(' ');
}

/** Its parents, too, would have to be of that origin. */
function framers(origin: string | undefined): string {
  return origin !== undefined && ORIGIN.test(origin) ? origin : "'none'";
}

const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/i;
const IPV6_ORIGIN = /^(https?:)\/\/\[[0-9a-f:.]+\](:\d+)?$/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:$/i;
const EXECUTING_SCHEME = /^(javascript|data|vbscript|blob|filesystem|about):$/i;

function formTarget(leads_to: string): string | undefined {
  if (ORIGIN.test(leads_to)) return leads_to;
  // the grammar has no IPv6 hosts, and browsers ignore them: the scheme is the narrowest source there is
  const ipv6 = IPV6_ORIGIN.exec(leads_to)?.[1];
  if (ipv6 !== undefined) return ipv6;
  return SCHEME.test(leads_to) && !EXECUTING_SCHEME.test(leads_to) ? leads_to : undefined;
}
