// Functions with Express, and the service that calls them with an event for each request.
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import codegenie from "@codegenie/serverless-express";
import { numipayWebhook } from "@numipay/express";
import express from "express";
import { onEvent, onOutcome, print } from "play";
import { serve } from "play/serve";
import serverlessHttp from "serverless-http";
import { events } from "./events.mjs";

function createApp(...parsers) {
  const app = express();
  // As a session or a secret that is fetched first: the webhook runs after the event's own turn.
  app.use((_request, _response, next) => setImmediate(next));
  for (const parser of parsers) app.use(parser);
  return app.use(numipayWebhook({ onOutcome }).on("*", onEvent));
}

const bridges = {
  "serverless-http": (app) => serverlessHttp(app),
  "@codegenie/serverless-express": (app) => codegenie({ app }),
};

/** The service in front of a function: API Gateway, a load balancer or a function URL. */
function createService(handler, toEvent) {
  const respond = async (incoming, outgoing) => {
    const bytes = await buffer(incoming);
    const isBase64Encoded = incoming.url.startsWith("/base64/");
    const event = toEvent({
      method: incoming.method,
      path: incoming.url.replace("/base64/", "/"),
      headers: incoming.headers,
      body: bytes.toString(isBase64Encoded ? "base64" : "utf8"),
      isBase64Encoded,
    });
    const { statusCode, body } = await handler(event, {});
    outgoing.writeHead(statusCode).end(body);
  };
  return createServer((incoming, outgoing) => void respond(incoming, outgoing));
}

const paths = { text: "/webhooks/numipay", base64: "/base64/webhooks/numipay" };
for (const [name, wrap] of Object.entries(bridges)) {
  for (const [kind, toEvent] of Object.entries(events)) {
    const create = () => createService(wrap(createApp()), toEvent);
    await serve(`${name}, ${kind}`, create, { paths });
  }
  const create = () => createService(wrap(createApp(express.json())), events["HTTP API"]);
  // The other one has set the bytes as the body.
  const parsed = name === "serverless-http";
  await serve(`${name}, HTTP API, behind express.json()`, create, { paths, parsed });
}
print({ ready: true });
