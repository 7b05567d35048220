// @ts-check
import type { Counter } from "../servers/count-work.js";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";

export const limitBody = bodyLimit({ maxSize: maxBodyBytes });

/** Serves a Hono app with a webhook and two routes of its own. */
export async function serveHono(work: Counter, addWebhook: (app: Hono) => void) {
  const app = new Hono();
  addWebhook(app);
  app.post(ordersPath, limitBody, async (c) => {
    const order = await c.req.json().catch(() => undefined);
    return c.json({ taken: order !== undefined }, order === undefined ? 400 : 200);
  });
  app.post(uploadsPath, async (c) => {
    for await (const _ of c.req.raw.body ?? []);
    return c.json({ taken: true });
  });
  // A sender that is gone is no error of the app.
  const errorHandler = () => undefined;
  await listenForParent(getRequestListener(app.fetch, { errorHandler }), work);
}
