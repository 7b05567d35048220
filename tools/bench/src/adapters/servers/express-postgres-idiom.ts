import express from "express";
import { webhookPath } from "measure";
import { receiveByIdiom } from "./postgres.js";
import { serve } from "./serve.js";

const app = express();
app.post(webhookPath, express.raw({ type: "*/*", limit: "1mb" }), async (request, response) => {
  const body = request.body as Buffer;
  const [status, outcome] = await receiveByIdiom(body, request.headers["x-signature"]);
  response.status(status).json(outcome);
});
await serve(app);
