// Koa has no parser of its own. raw-body is what its body parsers read with.
import { webhookPath } from "measure";
import getRawBody from "raw-body";
import { maxBodyBytes } from "../host-paths.js";
import { serveKoa } from "../hosts/serve-koa.js";
import { createPeerReceiver } from "./peer-receiver.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const receive = createPeerReceiver(work);
await serveKoa(work, (app) => {
  app.use(async (ctx, next) => {
    if (ctx.method !== "POST" || ctx.path !== webhookPath) return next();
    const length = ctx.req.headers["content-length"] ?? null;
    const body = await getRawBody(ctx.req, { limit: maxBodyBytes, length });
    [ctx.status, ctx.body] = receive(body, ctx.req.headers["x-signature"]);
  });
});
