import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { ServedAdapter } from "@numipay/testing";
import type { Express } from "express";
import serverlessHttp from "serverless-http";

/** The used part of a response of Lambda's HTTP API. */
interface LambdaResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** Serves an Express app as a Lambda function behind an HTTP API: each request becomes an event (payload format 2.0). */
export async function serveOnLambda(app: Express): Promise<ServedAdapter> {
  const invoke = serverlessHttp(app);
  const server = createServer((incoming, outgoing) => {
    const respond = async (): Promise<void> => {
      const response = (await invoke(await toEvent(incoming), {})) as LambdaResponse;
      outgoing.writeHead(response.statusCode, response.headers).end(response.body);
    };
    // A request that was cut never becomes an event.
    respond().catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

async function toEvent(incoming: IncomingMessage): Promise<object> {
  const { method, url = "/", headers } = incoming;
  const body = await buffer(incoming);
  return {
    version: "2.0",
    rawPath: url,
    rawQueryString: "",
    headers,
    requestContext: { http: { method, path: url, sourceIp: "127.0.0.1" } },
    body: body.toString("base64"),
    isBase64Encoded: true,
  };
}
