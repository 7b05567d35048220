import express from "express";
import { webhookPath } from "measure";
import { receiveByHand, serve } from "./serve.js";

const app = express();
app.post(webhookPath, express.raw({ type: "*/*", limit: "1mb" }), (request, response) => {
  const body = request.body as Buffer;
  const [status, outcome] = receiveByHand(body, request.headers["x-signature"]);
  response.status(status).json(outcome);
});
await serve(app);
