// One receiver process, as a team would run it: a server, a webhook, an inbox, and a handler with an effect. Settings come
// as JSON in the first argument. It tells its parent the port, and ends by SIGTERM once its requests are answered.
import type { Settings } from "./engines.js";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createReceiver } from "@numipay/core";
import { respondNode, fromNodeRequest } from "@numipay/core/node";
import { createBookkeeper } from "./create-bookkeeper.js";
import { engines } from "./engines.js";
import { hideErrors } from "./hide-errors.js";
import { reconcileGateway } from "./reconcile-gateway.js";
import { withFault, withQueueSteps, withSteps } from "./steps.js";
import { note, testify, whenIdle } from "./witness.js";

const settings: Settings = JSON.parse(process.argv[2] ?? "{}");
const open = engines[settings.engine];
if (open === undefined) throw new Error(`There is no engine ${settings.engine}`);
const engine = await open(settings);
const receiver = createReceiver({
  signaturePassword: passwordsOf,
  inbox: withSteps(settings.hidesErrors ? hideErrors(engine.inbox) : engine.inbox),
  queue: engine.queue && withQueueSteps(engine.queue.queue),
  onOutcome({ outcome }) {
    if (outcome === "late-statement") note("late, reported");
  },
});
receiver.on("*", createBookkeeper(engine.effect, settings));

// Who is never hit would do most of the jobs, and they are to be hit as well.
if (!settings.isCalm) engine.queue?.work(receiver);

const unanswered: Set<ServerResponse> = new Set();
let isEnding = false;
const server = createServer((request, response) => {
  unanswered.add(response);
  response.on("close", () => unanswered.delete(response));
  if (isEnding) response.setHeader("connection", "close");
  const fault = request.headers["x-chaos-fault"];
  if (engine.queue === undefined || isFrontStep(fault)) {
    void withFault(fault, () => answer(request, response));
  } else {
    engine.queue.arm(String(fault));
    void answer(request, response);
  }
});
// A gateway's connection must not end between two deliveries: that would be a fault that nobody played.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  const address = server.address() as AddressInfo;
  process.send?.({ port: address.port });
});
async function endEngine() {
  await engine.close?.();
  process.exit(0);
}
process.on("SIGTERM", () => {
  // A worker's jobs are under way as well, and only this process knows of them.
  if (!isEnding) testify("told to go", "SIGTERM");
  isEnding = true;
  server.close(() => void endEngine());
  // A connection that is used again and again would never be idle, and the process would stay for good.
  for (const response of unanswered) {
    if (!response.headersSent) response.setHeader("connection", "close");
  }
  server.closeIdleConnections();
});
// The parent is gone: nobody is left to be answered.
process.on("disconnect", () => process.exit(0));

/** With a queue, half of the steps are the webhook's and half the worker's: whatever job it takes next. */
function isFrontStep(fault) {
  return fault === undefined || / (?:before-claim|after-complete) /.test(` ${fault} `);
}

/** Each gateway has a password of its own; who does not say which one it is may be any. */
function passwordsOf(request) {
  const number = request.headers["x-chaos-gateway"];
  return number === undefined ? settings.passwords : settings.passwords[Number(number)];
}

async function answer(request, response) {
  const shows = { "/ledger": engine.read, "/replay": engine.queue?.replay, "/idle": whenIdle };
  const show = shows[request.url ?? ""];
  if (show !== undefined) {
    await showResult(show, response);
    return;
  }
  if (request.url === "/reconcile") {
    await showReconciled(request, response);
    return;
  }
  const delivery = fromNodeRequest(request);
  if (settings.answersFirst) await answerFirst(delivery, response);
  else respondNode(response, await receiver.receive(delivery));
}

async function showResult(show, response) {
  try {
    response.end(JSON.stringify(await show()) ?? "");
  } catch (error) {
    response.writeHead(503).end(String(error));
  }
}

async function showReconciled(request, response) {
  try {
    const gateway = JSON.parse(await text(request));
    response.end(JSON.stringify(await reconcileGateway(receiver, gateway)));
  } catch (error) {
    response.writeHead(503).end(String(error));
  }
}

/** The mistake of one negative control: 200 as soon as the signature is right, the work after. */
async function answerFirst(delivery, response) {
  const { event, answer: refusal } = await receiver.verify(delivery);
  if (event === undefined) {
    respondNode(response, refusal);
    return;
  }
  response.end("ok");
  await new Promise((resolve) => setImmediate(resolve));
  const origin = { matched: undefined, passwordIndex: undefined, request: undefined };
  await receiver.apply(event, { source: "webhook", ...origin });
}
