import express, { type Express } from "express";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";
import type { WorkCounter } from "../servers/work-counter.js";

/** Serves an Express app with a webhook and two routes of its own. */
export async function serveExpress(
  work: WorkCounter,
  addWebhook: (app: Express) => void,
): Promise<void> {
  const app = express();
  // Otherwise Express prints the stack of each rejected body.
  app.set("env", "test");
  addWebhook(app);
  app.post(ordersPath, express.json({ limit: maxBodyBytes }), (_request, response) => {
    response.json({ received: true });
  });
  app.post(uploadsPath, (request, response) => {
    request.resume().on("end", () => response.json({ received: true }));
  });
  await listenForParent(app, work);
}
