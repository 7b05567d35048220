// @ts-check
import type { Counter } from "../servers/count-work.js";
import { bodyParser } from "@koa/bodyparser";
import Koa from "koa";
import { maxBodyBytes, ordersPath, uploadsPath } from "../host-paths.js";
import { listenForParent } from "../servers/listen-for-parent.js";

/** Serves a Koa app with a webhook and two routes of its own. */
export async function serveKoa(work: Counter, addWebhook: (app: Koa) => void) {
  const app = new Koa();
  app.silent = true;
  addWebhook(app);
  const parse = bodyParser({ jsonLimit: `${maxBodyBytes}b` });
  app.use(async (ctx, next) => {
    if (ctx.method !== "POST" || ctx.path !== ordersPath) return next();
    await parse(ctx, async () => {});
    ctx.body = { taken: true };
  });
  app.use(async (ctx, next) => {
    if (ctx.method !== "POST" || ctx.path !== uploadsPath) return next();
    for await (const _ of ctx.req);
    ctx.body = { taken: true };
  });
  await listenForParent(app.callback(), work);
}
