// One payer process, as a shop would run it: a server that pays customers out, a worker, and a webhook. Reads its settings as
// JSON from the first argument and sends its port to the parent. SIGTERM ends it after the open requests.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { text } from "node:stream/consumers";
import { createReceiver, type Journal, Numipay, recover } from "@numipay/core";
import { fromNodeRequest, type NodeRequest, respondNode } from "@numipay/core/node";
import { reportSignal } from "../receiver/report-pipe.js";
import { beforeWrite } from "./before-write.js";
import { createInProgress } from "./in-progress.js";
import { journalWay } from "./journal-way.js";
import { lateJournal } from "./late-journal.js";
import { openPayerStore } from "./open-payer-store.js";
import { outboxWay } from "./outbox-way.js";
import { createPayerFetch } from "./payer-fetch.js";
import { createPayerFaults } from "./payer-steps.js";
import type { OutboxDatabase } from "./payer-store.js";
import type { PayReply } from "./payer-way.js";
import { setClock } from "./set-clock.js";
import type { PayerSettings } from "./settings.js";
import { withPayerSteps } from "./with-payer-steps.js";

const hourMs = 3_600_000;
/** The longest wait of a request for the worker, in milliseconds. */
const mostBusyMs = 300;

const settings = JSON.parse(process.argv[2] ?? "{}") as PayerSettings;
setClock(settings.clock);
const { leaseMs, timeoutMs, seed, concurrency } = settings;
const faults = createPayerFaults(settings);
beforeWrite(() => faults.reach("before-write"));
const inProgress = createInProgress();
const requested = createInProgress();
const offered: string[] | undefined = settings.isContended === true ? [] : undefined;
const store = await openPayerStore(settings);
const journal = addSteps(store.journal, inProgress);
const numipay = new Numipay({
  apiKey: settings.apiKey,
  baseUrl: settings.gatewayUrl,
  timeoutMs,
  retryDelayMs: 1,
  fetch: createPayerFetch({ faults, seed, losesResponses: settings.losesResponses === true }),
  journal:
    journal !== undefined && settings.recordsAfterPost === true ? lateJournal(journal) : journal,
});
const database = store.outbox;
const way =
  database === undefined
    ? journalWay(numipay)
    : outboxWay({
        numipay,
        database,
        journal: journal as OutboxDatabase["journal"],
        faults,
        concurrency,
        offered,
        missesTx: settings.missesTx === true,
      });
const receiver =
  database === undefined
    ? undefined
    : createReceiver<NodeRequest, unknown>({
        signaturePassword: settings.signaturePassword,
        inbox: database.inbox,
        onOutcome: () => undefined,
      }).on("withdrawal.rejected", (event, { tx }) => way.refundRejected?.(event.tracking_id, tx));

function addSteps(
  inner: Journal | undefined,
  tracked: typeof inProgress | undefined,
): Journal | undefined {
  if (inner === undefined) return undefined;
  return withPayerSteps(inner, { faults, inProgress: tracked, leaseMs, offered });
}

const pending = new Set<ServerResponse>();
let isEnding = false;
const server = createServer((request, response) => {
  pending.add(response);
  response.on("close", () => pending.delete(response));
  if (isEnding) response.setHeader("connection", "close");
  void respond(request, response);
});
// Closing an idle connection could fail a request, which would be a fault that no scenario injected.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
});

async function respond(request: IncomingMessage, response: ServerResponse) {
  const queries: Record<string, (() => Promise<unknown>) | undefined> = {
    "/pay": async () => await pay(await text(request)),
    "/recover": async () => await recoverOnce((await text(request)) === "resend"),
    "/states": async () => await readStates(JSON.parse(await text(request)) as string[]),
    "/wallet": async () => (await database?.readWallet()) ?? [],
  };
  const query = queries[request.url ?? ""];
  try {
    if (query !== undefined) response.end(JSON.stringify(await query()));
    else if (receiver !== undefined) {
      respondNode(response, await receiver.receive(fromNodeRequest(request)));
    } else response.writeHead(404).end();
  } catch (error) {
    response.writeHead(503).end(String(error));
  }
}

/** Counts the intent as in progress, besides what the worker does with it. */
async function pay(tracking_id: string): Promise<PayReply> {
  await waitWhileBusy();
  requested.begin(tracking_id);
  try {
    return await way.pay(tracking_id);
  } finally {
    requested.end(tracking_id);
  }
}

/** Accepts requests as fast as the worker sends them. */
async function waitWhileBusy(): Promise<void> {
  const startedAt = performance.now();
  while (inProgress.size() >= concurrency && performance.now() - startedAt < mostBusyMs)
    await pause(5);
}

/** With `resend`, the grace period has passed by the clock of the run. */
async function recoverOnce(isResending: boolean) {
  const unresolved = addSteps(store.journal, undefined);
  if (unresolved === undefined) return undefined;
  const { counts } = await recover({
    numipay,
    journal: unresolved,
    concurrency: 100,
    timeoutMs,
    ...(isResending
      ? { resend: "when-not-found", graceMs: 60_000, now: () => Date.now() + hourMs }
      : {}),
  });
  return counts;
}

async function readStates(ids: readonly string[]) {
  const states = await Promise.all(
    ids.map(async (tracking_id) => {
      const key = { account: "default", slot: "transaction" as const, tracking_id };
      return [tracking_id, (await journal?.store.read(key))?.state ?? "none"];
    }),
  );
  return Object.fromEntries(states) as Record<string, string>;
}

async function end() {
  await way.stop();
  await store.close();
  process.exit(0);
}

process.on("SIGTERM", () => {
  if (isEnding) return;
  isEnding = true;
  // Reports the intents in progress, which only this process knows.
  reportSignal("SIGTERM", "SIGTERM");
  server.close(() => void end());
  // A kept-alive connection that stays in use would keep the process running.
  for (const response of pending) {
    if (!response.headersSent) response.setHeader("connection", "close");
  }
  server.closeIdleConnections();
});
process.on("message", () => faults.disarm());
process.on("disconnect", () => process.exit(0));
