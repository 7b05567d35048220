import express from "express";
import { webhookPath } from "measure";
import { maxBodyBytes } from "../host-paths.js";
import { serveExpress } from "../hosts/serve-express.js";
import { createPeerReceiver } from "./peer-receiver.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const receive = createPeerReceiver(work);
const readRaw = express.raw({ type: "*/*", limit: maxBodyBytes });
await serveExpress(work, (app) => {
  app.post(webhookPath, readRaw, (request, response) => {
    const body = request.body as Buffer;
    const [status, outcome] = receive(body, request.headers["x-signature"]);
    response.status(status).json(outcome);
  });
});
