// @ts-check
import { webhookPath } from "../host-paths.js";
import { limitBody, serveHono } from "../hosts/serve-hono.js";
import { checkByHand } from "./check-by-hand.js";
import { countWork } from "./count-work.js";

const work = countWork();
const check = checkByHand(work);
await serveHono(work, (app) => {
  app.post(webhookPath, limitBody, async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const [status, outcome] = check(body, c.req.header("x-signature"));
    return c.json(outcome, status);
  });
});
