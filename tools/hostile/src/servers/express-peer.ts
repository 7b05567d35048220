// @ts-check
import express from "express";
import { maxBodyBytes, webhookPath } from "../host-paths.js";
import { serveExpress } from "../hosts/serve-express.js";
import { checkByHand } from "./check-by-hand.js";
import { countWork } from "./count-work.js";

const work = countWork();
const check = checkByHand(work);
const readRaw = express.raw({ type: "*/*", limit: maxBodyBytes });
await serveExpress(work, (app) => {
  app.post(webhookPath, readRaw, (request, response) => {
    const [status, outcome] = check(request.body, request.headers["x-signature"]);
    response.status(status).json(outcome);
  });
});
