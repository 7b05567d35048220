import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { ServedAdapter } from "@numipay/testing";
import type { FastifyInstance } from "fastify";

/** Serves an app through `app.inject()`, as @fastify/aws-lambda and tests do. */
export async function serveByInject(app: FastifyInstance): Promise<ServedAdapter> {
  const server = createServer((incoming, outgoing) => {
    const respond = async (): Promise<void> => {
      const { statusCode, headers, rawPayload } = await inject(app, incoming);
      outgoing.writeHead(statusCode, headers).end(rawPayload);
    };
    // A request that was cut is never injected.
    respond().catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      await once(server, "close");
      await app.close();
    },
  };
}

async function inject(app: FastifyInstance, incoming: IncomingMessage) {
  const { method, url = "/", headers } = incoming;
  const payload = await buffer(incoming);
  return app.inject({ method: method as "POST", url, headers, payload });
}
