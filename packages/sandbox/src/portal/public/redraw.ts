// Fetches the page again when the sandbox or the URL changed, until the page shows both.
import { applyPage, mainOf } from "./apply-page.js";
import type { ChangeMessage } from "./connection.js";
import { find } from "./find.js";
import { enableForms } from "./outage.js";

const main = find<HTMLElement>("main");

/** A page is redrawn at most twice a second. */
const redrawIntervalMs = 500;
const timeoutMs = 10_000;
const maxRetryMs = 5000;

let latest: ChangeMessage | undefined;
/** The URL that the page shows. */
let shown = address();
let updatedAt = new Date();
let failure: string | undefined;
let isRunning = false;
let request = new AbortController();
let endPause = (): void => undefined;
let onChange = (): void => undefined;

/** What is known about the shown page. */
export interface PageState {
  readonly isCurrent: boolean;
  readonly failure: string | undefined;
  readonly updatedAt: Date;
  readonly isOtherFilter: boolean;
}

export function pageState(): PageState {
  return { isCurrent: isCurrent(), failure, updatedAt, isOtherFilter: shown !== address() };
}

/** Calls back whenever the state may have changed. */
export function watchPage(callback: () => void): void {
  onChange = callback;
}

/** Redraws the page if the sandbox changed what it shows. */
export function compare(message: ChangeMessage): void {
  latest = message;
  if (isCurrent()) updatedAt = new Date();
  else void redrawUntilCurrent();
}

/** Redraws without a pause, because the URL changed or the sandbox is back. */
export function redrawNow(): void {
  if (shown !== address()) request.abort();
  endPause();
  void redrawUntilCurrent();
}

/** The page's own URL. After a rejected form, that of the page with the form. */
function address(): string {
  return main.dataset["address"] ?? location.pathname + location.search;
}

function isCurrent(): boolean {
  if (shown !== address()) return false;
  if (latest === undefined) return true;
  const { run, changes } = latest;
  const drawn = JSON.parse(main.dataset["version"] ?? "{}") as Record<string, number>;
  return (
    main.dataset["run"] === run &&
    Object.entries(drawn).every(([topic, version]) => version >= (changes[topic] ?? 0))
  );
}

async function redrawUntilCurrent(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  let failures = 0;
  while (!isCurrent()) {
    await redraw();
    failures = failure === undefined ? 0 : failures + 1;
    onChange();
    // Another filter does not wait.
    if (failures > 0 || shown === address()) {
      await pause(Math.min(redrawIntervalMs * 2 ** failures, maxRetryMs));
    }
  }
  isRunning = false;
  failure = undefined;
  main.removeAttribute("aria-busy");
  onChange();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    endPause = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function redraw(): Promise<void> {
  const asked = address();
  if (shown !== asked) main.setAttribute("aria-busy", "true");
  const loaded = await load(asked);
  // The filter changed meanwhile, so this is another page.
  if (asked !== address()) return;
  main.removeAttribute("aria-busy");
  failure = typeof loaded === "string" ? loaded : undefined;
  if (typeof loaded === "string") return;
  // Enabled first, so that what the server disables stays disabled.
  enableForms();
  applyPage(loaded, { isOtherFilter: asked !== shown });
  shown = address();
  updatedAt = new Date();
}

/** Returns the page, or why there is none. */
async function load(asked: string): Promise<Document | string> {
  request = new AbortController();
  const timer = setTimeout(() => request.abort(), timeoutMs);
  try {
    const response = await fetch(asked, { signal: request.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // A page that is not found is the portal's own: what was shown no longer exists.
    if (!response.ok && response.status !== 404) {
      return `The sandbox responded with HTTP ${response.status}.`;
    }
    return mainOf(page) === null ? "Another program responds at this address." : page;
  } catch {
    return "The sandbox does not respond.";
  } finally {
    clearTimeout(timer);
  }
}
