// @ts-check
// Koa has no parser of its own; raw-body is what its body parsers read with.
import getRawBody from "raw-body";
import { maxBodyBytes, webhookPath } from "../host-paths.js";
import { serveKoa } from "../hosts/serve-koa.js";
import { checkByHand } from "./check-by-hand.js";
import { countWork } from "./count-work.js";

const work = countWork();
const check = checkByHand(work);
await serveKoa(work, (app) => {
  app.use(async (ctx, next) => {
    if (ctx.method !== "POST" || ctx.path !== webhookPath) return next();
    const length = ctx.req.headers["content-length"];
    const body = await getRawBody(ctx.req, { limit: maxBodyBytes, length });
    [ctx.status, ctx.body] = check(body, ctx.req.headers["x-signature"]);
  });
});
