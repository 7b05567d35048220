import { webhookPath } from "measure";
import { limitBody, serveHono } from "../hosts/serve-hono.js";
import { createPeerReceiver } from "./peer-receiver.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const receive = createPeerReceiver(work);
await serveHono(work, (app) => {
  app.post(webhookPath, limitBody, async (c) => {
    const body = Buffer.from(await c.req.arrayBuffer());
    const [status, outcome] = receive(body, c.req.header("x-signature"));
    return c.json(outcome, status);
  });
});
