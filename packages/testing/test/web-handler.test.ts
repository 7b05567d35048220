import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { numipayWebhook } from "@numipay/core";
import { describe, it } from "vitest";
import { adapterCases } from "../src/adapter-cases.js";
import { serveListener } from "./serve-listener.js";

/** Connects a Web-standard handler to a Node server. */
async function bridge(
  fetch: (request: Request) => Promise<Response> | Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/" } = incoming;
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const body = method === "GET" ? null : (Readable.toWeb(incoming) as ReadableStream);
  const request = new Request(`http://${incoming.headers.host}${url}`, {
    method,
    headers,
    body,
    duplex: "half",
  } as RequestInit);
  const response = await fetch(request);
  outgoing
    .writeHead(response.status, Object.fromEntries(response.headers))
    .end(await response.text());
}

describe("the Web handler of @numipay/core", () => {
  const cases = adapterCases({
    async serve(options, register) {
      const webhook = numipayWebhook(options);
      register(webhook);
      const fetch = (request: Request) =>
        new URL(request.url).pathname === "/host" ? new Response("host") : webhook.fetch(request);
      return serveListener((incoming, outgoing) => void bridge(fetch, incoming, outgoing));
    },
  });
  for (const { name, run } of cases) it(name, () => run());
});
