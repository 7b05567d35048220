// @ts-check
import type { Host } from "./serve-listener.js";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { numipayWebhook } from "@numipay/core";
import { serveListener } from "./serve-listener.js";

export const hosts: Host[] = [
  {
    adapter: "Web handler",
    situation: "no body parser",
    server: {
      serve(options, register) {
        const webhook = numipayWebhook(options);
        register(webhook);
        const bridge = async (incoming, outgoing) => {
          if (incoming.url === "/host") return void outgoing.end("host");
          const response = await webhook.fetch(toRequest(incoming));
          outgoing.writeHead(response.status, Object.fromEntries(response.headers));
          outgoing.end(await response.text());
        };
        return serveListener((incoming, outgoing) => void bridge(incoming, outgoing));
      },
    },
  },
];

function toRequest(incoming: IncomingMessage) {
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
