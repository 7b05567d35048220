import Koa from "koa";
import { webhookPath } from "measure";
import { receiveByHand, serve } from "./serve.js";

const app = new Koa();
app.use(async (ctx, next) => {
  if (ctx.path !== webhookPath || ctx.method !== "POST") return next();
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
  const signature = ctx.req.headers["x-signature"];
  [ctx.status, ctx.body] = receiveByHand(Buffer.concat(chunks), signature);
});
await serve(app.callback());
