// @ts-check
import type { Counter } from "../servers/count-work.js";
import type { Express } from "express";
import express from "express";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";

/** Serves an Express app with a webhook and two routes of its own. */
export async function serveExpress(work: Counter, addWebhook: (app: Express) => void) {
  const app = express();
  // Else Express prints the stack of each refused body.
  app.set("env", "test");
  addWebhook(app);
  app.post(ordersPath, express.json({ limit: maxBodyBytes }), (_request, response) => {
    response.json({ taken: true });
  });
  app.post(uploadsPath, (request, response) => {
    request.resume().on("end", () => response.json({ taken: true }));
  });
  await listenForParent(app, work);
}
