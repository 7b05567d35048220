// One receiver process, as it would run in production: a server, a webhook, an inbox, and a handler with an effect. Reads
// its settings as JSON from the first argument and sends its port to the parent. SIGTERM ends it after the open requests.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { text } from "node:stream/consumers";
import { createReceiver, type Delivery } from "@numipay/core";
import { fromNodeRequest, type NodeRequest, respondNode } from "@numipay/core/node";
import { createHandler } from "./create-handler.js";
import { engines } from "./engines.js";
import { hideErrors } from "./hide-errors.js";
import { type GatewayAddress, reconcileGateway } from "./reconcile-gateway.js";
import { reportCount, reportSignal, whenIdle } from "./report-pipe.js";
import type { ReceiverSettings } from "./settings.js";
import { withFault, withQueueSteps, withSteps } from "./steps.js";

const settings = JSON.parse(process.argv[2] ?? "{}") as ReceiverSettings;
const openEngine = engines[settings.engine];
if (openEngine === undefined) throw new Error(`Unknown engine: ${settings.engine}`);
const engine = await openEngine(settings);
const receiver = createReceiver<NodeRequest, unknown>({
  signaturePassword: passwordsOf,
  inbox: withSteps(settings.hidesErrors === true ? hideErrors(engine.inbox) : engine.inbox),
  queue: engine.queue && withQueueSteps(engine.queue.queue),
  onOutcome({ outcome }) {
    if (outcome === "late-statement") reportCount("late, reported");
  },
});
receiver.on("*", createHandler(engine, settings));

// The safe receiver is never interrupted and would process most of the jobs, so it has no worker.
if (!settings.isSafe) engine.queue?.work(receiver);

const pending = new Set<ServerResponse>();
let isEnding = false;
const server = createServer((request, response) => {
  pending.add(response);
  response.on("close", () => pending.delete(response));
  if (isEnding) response.setHeader("connection", "close");
  const fault = faultOf(request);
  if (engine.queue === undefined || isWebhookStep(fault)) {
    void withFault(fault, () => respond(request, response));
  } else {
    engine.queue.arm(String(fault));
    void respond(request, response);
  }
});
// Closing an idle connection could fail a delivery, which would be a fault that no scenario injected.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
});

async function closeEngine() {
  await engine.close?.();
  process.exit(0);
}

process.on("SIGTERM", () => {
  // Reports the worker's jobs in progress too, which only this process knows.
  if (!isEnding) reportSignal("SIGTERM", "SIGTERM");
  isEnding = true;
  server.close(() => void closeEngine());
  // A kept-alive connection that stays in use would keep the process running.
  for (const response of pending) {
    if (!response.headersSent) response.setHeader("connection", "close");
  }
  server.closeIdleConnections();
});
process.on("disconnect", () => process.exit(0));

function faultOf(request: IncomingMessage): string | undefined {
  const header = request.headers["x-chaos-fault"];
  return header === undefined ? undefined : String(header);
}

/** With a queue, the first and the last step run in the webhook and the others in the worker, at its next job. */
function isWebhookStep(fault: string | undefined): boolean {
  return fault === undefined || / (?:before-claim|after-complete) /.test(` ${fault} `);
}

/** Each gateway has its own password. Without the header, all of them are tried. */
function passwordsOf(request: IncomingMessage): string | string[] | undefined {
  const gateway = request.headers["x-chaos-gateway"];
  return gateway === undefined ? settings.passwords : settings.passwords[Number(gateway)];
}

async function respond(request: NodeRequest, response: ServerResponse) {
  const queries: Record<string, (() => Promise<unknown>) | undefined> = {
    "/ledger": engine.readLedger,
    "/replay": engine.queue?.replay,
    "/idle": whenIdle,
    "/reconcile": () => reconcileFor(request),
  };
  const query = queries[request.url ?? ""];
  if (query !== undefined) {
    await respondJson(response, query);
    return;
  }
  const delivery = fromNodeRequest(request);
  if (settings.acknowledgesFirst === true) await acknowledgeFirst(delivery, response);
  else respondNode(response, await receiver.receive(delivery));
}

async function respondJson(response: ServerResponse, query: () => Promise<unknown>) {
  try {
    response.end(JSON.stringify(await query()) ?? "");
  } catch (error) {
    response.writeHead(503).end(String(error));
  }
}

async function reconcileFor(request: NodeRequest) {
  const gateway = JSON.parse(await text(request)) as GatewayAddress;
  return await reconcileGateway(receiver, gateway);
}

/** A negative control: responds with 200 once the signature is verified, and applies the change afterwards. */
async function acknowledgeFirst(delivery: Delivery<NodeRequest>, response: ServerResponse) {
  const { event, response: rejection } = await receiver.verify(delivery);
  if (event === undefined) {
    respondNode(response, rejection);
    return;
  }
  response.end("ok");
  await setImmediate();
  await receiver.apply(event, {
    source: "webhook",
    matched: undefined,
    passwordIndex: undefined,
    request: undefined,
  });
}
