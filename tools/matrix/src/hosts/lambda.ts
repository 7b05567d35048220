// Express as a Lambda function behind an HTTP API. Node's diagnostics channel does not see its requests, so the raw bytes are not
// captured.
import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { numipayWebhook } from "@numipay/express";
import type { KnownExceptions } from "@numipay/testing";
import express, { type Express } from "express";
import serverlessHttp from "serverless-http";
import { type Host, serveListener } from "./host.js";

const keep = (toRawBody: (bytes: Buffer) => unknown): ReturnType<typeof express.json> =>
  express.json({
    verify: (request, _response, bytes) =>
      void Object.assign(request, { rawBody: toRawBody(bytes) }),
  });

const parsers: Record<string, ReturnType<typeof express.json> | undefined> = {
  "no body parser": undefined,
  "express.json() that keeps rawBody as bytes": keep((bytes) => bytes),
  "express.json() that keeps rawBody as text": keep((bytes) => bytes.toString()),
  "express.json()": express.json(),
};

const canonical = "without raw bytes, the event reports that its canonical form matched";
const lost = "without raw bytes, it is unknown how the text was written";

/** What a parser cannot leave behind in its value. */
const parsedOnly: KnownExceptions = {
  "vector documented-example": canonical,
  "vector exact": canonical,
  "vector rotation-old": canonical,
  "vector proto-key": canonical,
  "vector unknown-status": canonical,
  "vector nested-64-levels": canonical,
  "reads the signature from the contract's header": canonical,
  "vector byte-order-mark": lost,
  "vector escaped-sender": lost,
  "vector numbers-for-texts": lost,
  "vector amount-with-exponent": lost,
  "keeps the signed digits of a numeric amount": lost,
};

export const hosts: Host[] = Object.entries(parsers).map(([setup, parser]) => ({
  adapter: "Express 5 on Lambda",
  setup,
  ...(setup === "express.json()" && { knownExceptions: parsedOnly }),
  server: {
    serve(options, register) {
      const app = express();
      const webhook = numipayWebhook(options);
      register(webhook);
      if (parser !== undefined) app.use(parser);
      app.use(webhook);
      app.get("/host", (_request, response) => void response.send("host"));
      const invoke = toFunction(app);
      return serveListener((incoming, outgoing) => {
        const respond = async (): Promise<void> => {
          const { statusCode, headers, body } = await invoke(await toEvent(incoming));
          outgoing.writeHead(statusCode, headers).end(body);
        };
        // A request that was cut never becomes an event.
        respond().catch(() => outgoing.destroy());
      });
    },
  },
}));

/** The used part of a response of Lambda's HTTP API. */
interface LambdaResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

function toFunction(app: Express): (event: object) => Promise<LambdaResponse> {
  const invoke = serverlessHttp(app);
  return async (event) => (await invoke(event, {})) as LambdaResponse;
}

/** An event in payload format 2.0. */
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
