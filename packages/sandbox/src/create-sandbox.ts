import { createVirtualClock } from "./clock/virtual-clock.js";
import { toMilliseconds } from "./clock/duration.js";
import { followRealTime } from "./clock/follow-real-time.js";
import { createApp } from "./create-app.js";
import { listen, type ListeningSandbox } from "./listen.js";
import { performWork } from "./perform-work.js";
import { toDeliveryAttempt, toSandboxTransaction } from "./sandbox-rows.js";
import type { Sandbox, SandboxOptions } from "./sandbox.js";
import { createLedger } from "./storage/ledger.js";
import { openStore } from "./storage/store.js";

/**
 * Starts a whole local Numipay, in memory unless a file is given: API, cashier, signed webhooks and their retries.
 *
 * @throws TypeError for a webhook URL, a RangeError for a time or a duration that is none, an Error for a file that
 * another version or another seed made.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { deliver = fetch, deliveryTimeoutMs = 10_000, autoDeliver = true } = options;
  const webhookUrl = options.webhookUrl === undefined ? undefined : toWebUrl(options.webhookUrl);
  const expiresAfterMs = toMilliseconds(options.expiresAfter ?? "30m");
  const startAt = toInstant(options.startAt ?? "2026-01-01T00:00:00Z");

  const store = openStore({ file: options.file ?? ":memory:", seed: options.seed, startAt });
  const { account } = store.accounts;
  if (webhookUrl !== undefined) store.accounts.setWebhookUrl(webhookUrl);
  const closing = new AbortController();
  const ledger = createLedger(store, { now: () => clock.now(), expiresAfterMs });
  const setting = {
    deliver,
    timeoutMs: deliveryTimeoutMs,
    closed: closing.signal,
    now: () => clock.now(),
  };
  const clock = createVirtualClock({
    load: () => store.accounts.virtualTime(),
    save: (at) => store.accounts.setVirtualTime(at),
    next: () => (closing.signal.aborted ? undefined : store.work.next()),
    perform: (work) => performWork(work, { store, ledger, setting }),
  });
  const app = createApp({ store, ledger, now: () => clock.now() });

  const stopping = new Set<() => void>();
  const servers = new Set<ListeningSandbox>();
  let baseUrl = "http://localhost";

  const mustBeOpen = (): void => {
    if (closing.signal.aborted) throw new Error("The sandbox is closed");
  };

  const handle = async (request: Request, remoteAllowed: boolean): Promise<Response> => {
    mustBeOpen();
    const response = await app.fetch(request, { remoteAllowed });
    // Not awaited: a merchant's request must not wait for the merchant's own webhook. A defect shows at the next flush.
    if (autoDeliver) void clock.flush().catch(() => undefined);
    return response;
  };

  const fetchInProcess: typeof fetch = async (input, init) => {
    const request = new Request(
      typeof input === "string" && input.startsWith("/") ? new URL(input, baseUrl) : input,
      init,
    );
    request.signal.throwIfAborted();
    return handle(request, false);
  };

  return {
    fetch: fetchInProcess,
    get baseUrl() {
      return baseUrl;
    },
    apiKey: account.apiKey,
    liveApiKey: account.liveApiKey,
    signaturePassword: account.signaturePassword,
    get clientOptions() {
      return { apiKey: account.apiKey, baseUrl, fetch: fetchInProcess };
    },
    setWebhookUrl(url) {
      mustBeOpen();
      store.accounts.setWebhookUrl(url === undefined ? null : toWebUrl(url));
    },
    now: () => new Date(clock.now()),
    async advance(duration) {
      mustBeOpen();
      await clock.advance(toMilliseconds(duration));
    },
    async runUntilIdle() {
      mustBeOpen();
      await clock.runUntilIdle();
    },
    async flush() {
      mustBeOpen();
      await clock.flush();
    },
    realTime() {
      mustBeOpen();
      const stop = followRealTime((ms) => clock.advance(ms));
      stopping.add(stop);
      return stop;
    },
    transactions() {
      mustBeOpen();
      return store.transactions.all().map(toSandboxTransaction);
    },
    deliveries() {
      mustBeOpen();
      return store.deliveries.attempts().map(toDeliveryAttempt);
    },
    async listen(listenOptions = {}) {
      mustBeOpen();
      const server = await listen(handle, listenOptions);
      servers.add(server);
      baseUrl = server.url;
      return server;
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort(new Error("The sandbox is closed"));
      for (const stop of stopping) stop();
      await Promise.all([...servers].map((server) => server.close()));
      await clock.settled();
      store.close();
    },
  };
}

function toWebUrl(url: string | URL): string {
  // Kept as it was given, so that the deliveries show the merchant his own spelling.
  const text = url.toString();
  if (URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol)) return text;
  throw new TypeError("The webhook URL must be an absolute http or https URL");
}

function toInstant(time: string | Date): number {
  const instant = new Date(time).getTime();
  if (Number.isNaN(instant)) throw new RangeError("startAt must be a date and time, as ISO 8601");
  return instant;
}
