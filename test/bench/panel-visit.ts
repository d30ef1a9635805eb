/** One visit to the panel by a Chromium that knows nothing of it yet, over a slow network. */
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';

/** As CDP's `Network.emulateNetworkConditions` wants it; the latency is that of a request and its answer. */
export const NETWORK = { megabits_per_s: 10, latency_ms: 40 } as const;

export interface Visit {
  /** From the beginning of the navigation, as the page's own clock has it. */
  readonly usable_ms: number;
  /** Of everything that was fetched until then, heads included, as it came over the wire. */
  readonly wire_bytes: number;
  readonly requests: number;
}

export interface Asked {
  /** A selector of what somebody needs to begin: it is there, is seen, and can be used. */
  readonly usable: string;
  /** Before the visit, over a network that is not slow; answers the address that is visited. */
  prepare(context: BrowserContext): Promise<string>;
}

export async function visit(browser: Browser, { usable, prepare }: Asked): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const url = await prepare(context);
    const page = await context.newPage();
    const fetched = await slowDown(await context.newCDPSession(page));
    await page.goto(url, { waitUntil: 'commit' });
    const usable_ms = await momentOf(page, usable);
    return { usable_ms, ...fetched() };
  } finally {
    await context.close();
  }
}

/** Answers how to ask what was fetched so far. */
async function slowDown(cdp: CDPSession): Promise<() => Pick<Visit, 'wire_bytes' | 'requests'>> {
  const bytes: number[] = [];
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => bytes.push(encodedDataLength));
  await cdp.send('Network.enable');
  const bytes_per_s = (NETWORK.megabits_per_s * 1e6) / 8;
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: NETWORK.latency_ms,
    downloadThroughput: bytes_per_s,
    uploadThroughput: bytes_per_s,
  });
  return () => ({ wire_bytes: bytes.reduce((sum, each) => sum + each, 0), requests: bytes.length });
}

/** Looked for before each frame that is drawn. */
async function momentOf(page: Page, selector: string): Promise<number> {
  const found = await page.waitForFunction((wanted) => {
    const element = document.querySelector(wanted);
    const usable = element instanceof HTMLElement && element.offsetParent !== null && !element.matches(':disabled');
    return usable && performance.now();
  }, selector);
  return Number(await found.jsonValue());
}
