import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";
import type { WorkCounter } from "../servers/work-counter.js";

export const limitBody = bodyLimit({ maxSize: maxBodyBytes });

/** Serves a Hono app with a webhook and two routes of its own. */
export async function serveHono(work: WorkCounter, addWebhook: (app: Hono) => void): Promise<void> {
  const app = new Hono();
  addWebhook(app);
  app.post(ordersPath, limitBody, async (c) => {
    const order: unknown = await c.req.json().catch(() => undefined);
    return c.json({ received: order !== undefined }, order === undefined ? 400 : 200);
  });
  app.post(uploadsPath, async (c) => {
    for await (const _ of c.req.raw.body ?? []);
    return c.json({ received: true });
  });
  // A sender that disconnects is not an error of the app.
  const errorHandler = () => undefined;
  await listenForParent(getRequestListener(app.fetch, { errorHandler }), work);
}
