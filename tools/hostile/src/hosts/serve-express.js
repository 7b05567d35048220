// @ts-check
import express from "express";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";

/**
 * Serves an Express app with a webhook and two routes of its own.
 *
 * @param {import("../servers/count-work.js").Counter} work
 * @param {(app: import("express").Express) => void} addWebhook
 */
export async function serveExpress(work, addWebhook) {
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
