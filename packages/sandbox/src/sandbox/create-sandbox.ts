import { checkChaosOptions, createChaos } from "../chaos/chaos.js";
import { endInProcess, type Handled } from "../chaos/end-answer.js";
import { lateSuccessAt } from "../chaos/late-success.js";
import { createVirtualClock } from "../clock/virtual-clock.js";
import { toMilliseconds } from "../clock/duration.js";
import { createRealTime } from "../clock/real-time.js";
import { createApp } from "../server/create-app.js";
import { compareLedger } from "../gateway/compare-ledger.js";
import { toWireTransaction } from "../gateway/wire-transaction.js";
import { listen, type ListeningSandbox } from "../server/listen.js";
import type { AppBindings } from "../api/gateway-context.js";
import { performWork } from "./perform-work.js";
import { resendDetail } from "../delivery/attempt-delivery.js";
import { toSandboxAccount } from "./sandbox-account.js";
import { toDeliveryAttempt, toSandboxTransaction } from "./sandbox-rows.js";
import type { Sandbox, SandboxAccount, SandboxOptions } from "./sandbox.js";
import { createLedger } from "../storage/ledger.js";
import { openAccount } from "../storage/open-account.js";
import { openStore } from "../storage/store.js";
import { toWebUrl } from "../delivery/web-url.js";

/**
 * Starts a whole local Numipay, in memory unless a file is given: API, cashier, signed webhooks and their retries.
 *
 * @throws TypeError for a webhook URL, a RangeError for a time or a duration that is none, either for chaos that makes no
 * sense, an Error for a file that another version or another seed made.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { deliver = fetch, deliveryTimeoutMs = 10_000, autoDeliver = true } = options;
  const webhookUrl = options.webhookUrl === undefined ? undefined : toWebUrl(options.webhookUrl);
  const expiresAfterMs = toMilliseconds(options.expiresAfter ?? "30m");
  checkTimeout(deliveryTimeoutMs);
  const startAt = toInstant(options.startAt ?? "2026-01-01T00:00:00Z");
  if (options.chaos !== undefined) checkChaosOptions(options.chaos);

  const store = openStore({ file: options.file ?? ":memory:", seed: options.seed, startAt });
  const { accountId: firstId } = store.accounts.first();
  if (webhookUrl !== undefined) store.accounts.setWebhookUrl(firstId, webhookUrl);
  const closing = new AbortController();
  const chaos = createChaos(store.chaos, { seed: store.state.seed, now: () => clock.now() });
  if (options.chaos !== undefined) chaos.set(options.chaos);
  const ledger = createLedger(store, {
    now: () => clock.now(),
    expiresAfterMs,
    lateSuccessAt: (rejected) => lateSuccessAt(rejected, { chaos, accounts: store.accounts }),
  });
  const setting = {
    deliver,
    timeoutMs: deliveryTimeoutMs,
    closed: closing.signal,
    now: () => clock.now(),
  };
  const clock = createVirtualClock({
    load: () => store.state.virtualTime(),
    save: (at) => store.state.setVirtualTime(at),
    next: () => (closing.signal.aborted ? undefined : store.work.next()),
    perform: (work) => performWork(work, { store, ledger, chaos, setting }),
  });
  const realTime = createRealTime((ms) => clock.advance(ms));
  const app = createApp({
    store,
    ledger,
    chaos,
    now: () => clock.now(),
    sandbox: () => sandbox,
    closed: closing.signal,
    realTime,
  });

  const servers = new Set<ListeningSandbox>();
  let baseUrl = "http://localhost";

  const mustBeOpen = (): void => {
    if (closing.signal.aborted) throw new Error("The sandbox is closed");
  };

  const handle = async (request: Request, remoteAllowed: boolean): Promise<Handled> => {
    mustBeOpen();
    const bindings: AppBindings = { remoteAllowed };
    const response = await app.fetch(request, bindings);
    // Not awaited: a merchant's request must not wait for the merchant's own webhook. A defect shows at the next flush.
    if (autoDeliver) void clock.flush().catch(() => undefined);
    return { response, ending: bindings.ending };
  };

  const fetchInProcess: typeof fetch = async (input, init) => {
    const request = new Request(
      typeof input === "string" && input.startsWith("/") ? new URL(input, baseUrl) : input,
      init,
    );
    request.signal.throwIfAborted();
    const handled = await handle(request, false);
    return endInProcess(handled, request, closing.signal);
  };

  const accountPorts = {
    store,
    mustBeOpen,
    now: () => clock.now(),
    clientOptions: (apiKey: string) => ({ apiKey, baseUrl, fetch: fetchInProcess }),
  };
  const accountOf = (accountId: string): SandboxAccount => {
    mustBeOpen();
    const account = store.accounts.byId(accountId);
    if (account === undefined) throw new RangeError("No account of the sandbox has this accountId");
    return toSandboxAccount(account, accountPorts);
  };
  const first = accountOf(firstId);

  const sandbox: Sandbox = {
    fetch: fetchInProcess,
    get baseUrl() {
      return baseUrl;
    },
    get apiKey() {
      return first.apiKey;
    },
    get liveApiKey() {
      return first.liveApiKey;
    },
    get signaturePassword() {
      return first.signaturePassword;
    },
    get clientOptions() {
      return first.clientOptions;
    },
    setWebhookUrl: (url) => first.setWebhookUrl(url),
    accounts() {
      mustBeOpen();
      return store.accounts.list().map((account) => toSandboxAccount(account, accountPorts));
    },
    account: (accountId = firstId) => accountOf(accountId),
    createAccount({ merchantName, webhookUrl: url }) {
      mustBeOpen();
      if (merchantName.trim() === "") throw new TypeError("merchantName must not be empty");
      const account = store.atomically(() =>
        openAccount(store, {
          merchantName,
          webhookUrl: url === undefined ? null : toWebUrl(url),
          now: clock.now(),
        }),
      );
      return toSandboxAccount(account, accountPorts);
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
      return realTime.start();
    },
    transactions() {
      mustBeOpen();
      return store.transactions.all().map(toSandboxTransaction);
    },
    deliveries() {
      mustBeOpen();
      return store.deliveries.attempts().map(toDeliveryAttempt);
    },
    compareLedger(rows, { accountId = firstId, mode } = {}) {
      const owner = accountOf(accountId).accountId;
      const known = store.transactions
        .all()
        .filter((one) => one.accountId === owner && (mode === undefined || one.mode === mode));
      return compareLedger(known.map(toWireTransaction), rows);
    },
    async resend(deliveryId) {
      mustBeOpen();
      if (store.deliveries.byId(deliveryId) === undefined) {
        throw new RangeError("No delivery of the sandbox has this deliveryId");
      }
      store.work.add({
        kind: "deliver",
        subject: deliveryId,
        dueAt: clock.now(),
        detail: resendDetail,
      });
      if (autoDeliver) void clock.flush().catch(() => undefined);
    },
    setChaos(chaosOptions) {
      mustBeOpen();
      chaos.set(chaosOptions);
    },
    chaosPlan() {
      mustBeOpen();
      return chaos.plan();
    },
    routes() {
      const known = new Map(
        app.routes.map(({ method, path }) => [`${method} ${path}`, { method, path }]),
      );
      return [...known.values()];
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
      realTime.stopAll();
      await Promise.all([...servers].map((server) => server.close()));
      await clock.settled();
      store.close();
    },
  };
  return sandbox;
}

function toInstant(time: string | Date): number {
  const instant = new Date(time).getTime();
  if (Number.isNaN(instant)) throw new RangeError("startAt must be a date and time, as ISO 8601");
  return instant;
}

/** Past the longest that a timer can wait, it fires at once, and no receiver ever answers in time. */
function checkTimeout(ms: number): void {
  if (Number.isSafeInteger(ms) && ms >= 1 && ms <= 2_147_483_647) return;
  throw new RangeError("deliveryTimeoutMs must be whole milliseconds, 1 to 2147483647");
}
