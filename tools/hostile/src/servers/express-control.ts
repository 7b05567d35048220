// @ts-check
// The negative control: a receiver with the faults that this run must see. It keeps the chunks of every signed-looking
// body as they come, on each route and without a limit; it asks its store before it verifies; broken JSON is a 500.
import express from "express";
import { webhookPath } from "../host-paths.js";
import { serveExpress } from "../hosts/serve-express.js";
import { checkByHand } from "./check-by-hand.js";
import { countWork } from "./count-work.js";

const work = countWork();
const check = checkByHand(work);

await serveExpress(work, (app) => {
  app.use((request, _response, next) => {
    if (request.headers["x-signature"] === undefined) return next();
    const chunks: Buffer[] = [];
    Object.assign(request, { chunks });
    const push = request.push.bind(request);
    request.push = (chunk, encoding) => {
      if (chunk !== null) chunks.push(chunk);
      return push(chunk, encoding);
    };
    next();
  });
  app.post(webhookPath, express.raw({ type: "*/*", limit: "10mb" }), (request, response) => {
    work.claim();
    JSON.parse(request.body.toString());
    const [status, outcome] = check(request.body, request.headers["x-signature"]);
    response.status(status).json(outcome);
  });
});
