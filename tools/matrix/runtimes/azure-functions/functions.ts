// Functions of the v4 programming model. Its HttpRequest has no `signal` or `cache`, so it is no Request.
import { app, type HttpHandler } from "@azure/functions";
import { numipayWebhook } from "@numipay/core";
// @ts-expect-error -- it has no types
import { checkHealth, onEvent, onOutcome } from "play";

const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);

export const deliver: HttpHandler = async (request) => {
  const { url, method, headers } = request;
  return webhook.fetch(new Request(url, { method, headers, body: await request.arrayBuffer() }));
};

export const health: HttpHandler = () => checkHealth(webhook);

app.http("numipay", {
  route: "webhooks/numipay",
  methods: ["POST"],
  authLevel: "anonymous",
  handler: deliver,
});
app.http("health", { methods: ["GET"], authLevel: "anonymous", handler: health });
