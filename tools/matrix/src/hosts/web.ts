import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { numipayWebhook, type WebNumipayWebhook } from "@numipay/core";
import { type Host, serveListener } from "./host.js";

export const hosts: Host[] = [
  {
    adapter: "Web handler",
    setup: "no body parser",
    server: {
      serve(options, register) {
        const webhook = numipayWebhook(options);
        register(webhook);
        return serveListener((incoming, outgoing) => void respond(webhook, incoming, outgoing));
      },
    },
  },
];

async function respond(
  webhook: WebNumipayWebhook,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (incoming.url === "/host") return void outgoing.end("host");
  const response = await webhook.fetch(toRequest(incoming));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}

function toRequest(incoming: IncomingMessage): Request {
  const { method = "GET", url = "/" } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const body = method === "GET" ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  return new Request(`http://${incoming.headers.host}${url}`, {
    method,
    headers,
    body,
    duplex: "half",
  });
}
