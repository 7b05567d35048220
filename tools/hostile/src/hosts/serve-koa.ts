import { bodyParser } from "@koa/bodyparser";
import Koa from "koa";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";
import type { WorkCounter } from "../servers/work-counter.js";

/** Serves a Koa app with a webhook and two routes of its own. */
export async function serveKoa(work: WorkCounter, addWebhook: (app: Koa) => void): Promise<void> {
  const app = new Koa();
  app.silent = true;
  addWebhook(app);
  const parse = bodyParser({ jsonLimit: `${maxBodyBytes}b` });
  app.use(async (ctx, next) => {
    if (ctx.method !== "POST" || ctx.path !== ordersPath) return next();
    await parse(ctx, async () => {});
    ctx.body = { received: true };
  });
  app.use(async (ctx, next) => {
    if (ctx.method !== "POST" || ctx.path !== uploadsPath) return next();
    for await (const _ of ctx.req);
    ctx.body = { received: true };
  });
  await listenForParent(app.callback(), work);
}
