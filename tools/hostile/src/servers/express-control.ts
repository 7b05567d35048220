// The negative control: a receiver with known faults. It keeps the chunks of every body that looks signed, on each route
// and without a limit; it calls its store before it verifies; it responds to broken JSON with a 500.
import express from "express";
import { webhookPath } from "measure";
import { serveExpress } from "../hosts/serve-express.js";
import { createPeerReceiver } from "./peer-receiver.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const receive = createPeerReceiver(work);

await serveExpress(work, (app) => {
  app.use((request, _response, next) => {
    if (request.headers["x-signature"] === undefined) return next();
    const chunks: unknown[] = [];
    Object.assign(request, { chunks });
    const push = request.push.bind(request);
    request.push = (chunk: unknown, encoding) => {
      if (chunk !== null) chunks.push(chunk);
      return push(chunk, encoding);
    };
    next();
  });
  app.post(webhookPath, express.raw({ type: "*/*", limit: "10mb" }), (request, response) => {
    work.claim();
    const body = request.body as Buffer;
    JSON.parse(body.toString());
    const [status, outcome] = receive(body, request.headers["x-signature"]);
    response.status(status).json(outcome);
  });
});
