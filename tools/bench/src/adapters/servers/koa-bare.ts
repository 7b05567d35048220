// @ts-check
import Koa from "koa";
import { listenForParent } from "../listen-for-parent.js";
import { path } from "../sign-deliveries.js";
import { checkByHand, countHandled } from "./check-by-hand.js";

const app = new Koa();
app.use(async (ctx, next) => {
  if (ctx.path !== path || ctx.method !== "POST") return next();
  const chunks = [];
  for await (const chunk of ctx.req) chunks.push(chunk);
  const [status, outcome] = checkByHand(Buffer.concat(chunks), ctx.req.headers["x-signature"]);
  ctx.status = status;
  ctx.body = outcome;
});
await listenForParent(app.callback(), countHandled);
