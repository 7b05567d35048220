import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { numipayWebhook } from "@numipay/express";
import {
  adapterCases,
  type AdapterUnderTest,
  type KnownExceptions,
  type ServedAdapter,
} from "@numipay/testing";
import express5 from "express";
import express4 from "express4";
import { describe, it } from "vitest";
import { serveOnLambda } from "./serve-on-lambda.js";

type Express = typeof express5;

const versions: Record<string, Express> = { "Express 4": express4, "Express 5": express5 };

const parsers: Record<string, (express: Express) => ReturnType<Express["json"]> | undefined> = {
  "no body parser": () => undefined,
  "express.json()": (express) => express.json(),
  "express.text()": (express) => express.text({ type: "*/*" }),
  "express.raw()": (express) => express.raw({ type: "*/*" }),
};

async function listenOnNode(app: ReturnType<Express>): Promise<ServedAdapter> {
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function adapter(
  express: Express,
  parser: ReturnType<Express["json"]> | undefined,
  listen: (app: ReturnType<Express>) => Promise<ServedAdapter>,
): AdapterUnderTest {
  return {
    async serve(options, register) {
      const app = express();
      const webhook = numipayWebhook(options);
      register(webhook);
      if (parser !== undefined) app.use(parser);
      app.use(webhook);
      app.get("/host", (_request, response) => void response.send("host"));
      return listen(app);
    },
  };
}

for (const [version, express] of Object.entries(versions)) {
  for (const [name, parser] of Object.entries(parsers)) {
    describe(`numipayWebhook on ${version}, ${name}`, () => {
      for (const { name: title, run } of adapterCases(
        adapter(express, parser(express), listenOnNode),
      )) {
        it(title, () => run());
      }
    });
  }
}

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

const keep = (toRawBody: (bytes: Buffer) => unknown): ReturnType<Express["json"]> =>
  express5.json({
    verify: (request, _response, bytes) =>
      void Object.assign(request, { rawBody: toRawBody(bytes) }),
  });

// Node's diagnostics channel does not see these requests, so their bytes are not captured.
const lambdaParsers: Record<string, ReturnType<Express["json"]> | undefined> = {
  "no body parser": undefined,
  "express.json() that keeps rawBody as bytes": keep((bytes) => bytes),
  "express.json() that keeps rawBody as text": keep((bytes) => bytes.toString()),
  "express.json()": express5.json(),
};

for (const [name, parser] of Object.entries(lambdaParsers)) {
  const exceptions = name === "express.json()" ? parsedOnly : {};
  describe(`numipayWebhook on Express 5 on Lambda, ${name}`, () => {
    const onLambda = adapter(express5, parser, serveOnLambda);
    for (const { name: title, run } of adapterCases(onLambda, exceptions)) it(title, () => run());
  });
}
