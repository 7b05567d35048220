import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

import { numipayVerifier, verifiedEvent } from "@numipay/express";
import {
  exampleTransaction,
  type ServedAdapter,
  signDelivery,
  verifierCases,
} from "@numipay/testing";
import express5, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import express4 from "express4";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";

const signaturePassword = "a-signature-password-of-30-chars";
const quiet = { signaturePassword, onOutcome: (): void => undefined };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(app: Express): Promise<ServedAdapter> {
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function open(app: Express): Promise<string> {
  const served = await serve(app);
  closers.push(() => served.close());
  return served.url;
}

const replyLater: RequestHandler = async (request, response) => {
  const event = verifiedEvent(request);
  await setTimeout(1);
  response.status(202).json(event);
};

const versions: [string, typeof express5][] = [
  ["Express 4", express4],
  ["Express 5", express5],
];

describe.each(versions)("numipayVerifier on %s", (_version, express) => {
  const parsers: [string, RequestHandler | undefined][] = [
    ["no body parser", undefined],
    ["express.json()", express.json()],
    ["a parser with a small limit", express.json({ limit: 100 })],
    ["express.text()", express.text({ type: "*/*" })],
    ["express.raw()", express.raw({ type: "*/*" })],
  ];

  describe.each(parsers)("behind %s", (_name, before) => {
    const cases = verifierCases({
      serve(options) {
        const app = express();
        const verifier = numipayVerifier(options);
        if (before !== undefined) app.use(before);
        app.use("/verified", verifier.onParserError);
        app.all("/verified", verifier, replyLater);
        return serve(app);
      },
    });
    for (const { name, run } of cases) it(name, () => run());
  });

  it("does not affect other routes", async () => {
    const app = express();
    app.post("/verified", numipayVerifier(quiet), replyLater);
    app.post("/orders", express.json(), (request, response) => void response.json(request.body));
    const url = await open(app);
    const signed = signDelivery({ hello: "there" }, { signaturePassword });
    expect(await (await fetch(`${url}/orders`, signed)).json()).toEqual({ hello: "there" });
  });

  it("passes other errors on to the host", async () => {
    const app = express();
    app.use("/broken", (_request, _response, next) =>
      next(new Error("The session store is unreachable.")),
    );
    app.use(express.json());
    const verifier = numipayVerifier(quiet);
    app.use("/verified", verifier.onParserError);
    app.use("/broken", verifier.onParserError);
    const report: ErrorRequestHandler = (error: Error, _request, response, _next) =>
      void response.status(418).send(error.message);
    app.use(report);
    const url = await open(app);
    const headers = { "content-type": "application/json", "x-signature": "A".repeat(40) };
    const post = async (path: string): Promise<number> =>
      (await fetch(`${url}${path}`, { method: "POST", headers, body: "{" })).status;
    expect([await post("/verified"), await post("/orders"), await post("/broken")]).toEqual([
      401, 418, 418,
    ]);
  });

  it("types the handler behind it", async () => {
    const app = express();
    app.post("/verified", numipayVerifier(quiet), (request, response) => {
      expectTypeOf(request).toExtend<express5.Request>();
      response.status(202).send(verifiedEvent(request).tracking_id);
    });
    const signed = signDelivery(exampleTransaction({ tracking_id: "o-1" }), { signaturePassword });
    expect(await (await fetch(`${await open(app)}/verified`, signed)).text()).toBe("o-1");
  });

  it("passes Express's request to a password function", async () => {
    const app = express();
    const verifier = numipayVerifier({
      ...quiet,
      signaturePassword: ({ params }) =>
        params["merchant"] === "mine" ? signaturePassword : undefined,
    });
    app.post("/:merchant", verifier, replyLater);
    const url = await open(app);
    const signed = signDelivery(exampleTransaction(), { signaturePassword });
    expect((await fetch(`${url}/mine`, signed)).status).toBe(202);
    expect((await fetch(`${url}/unknown`, signed)).status).toBe(401);
  });
});

describe("verifiedEvent", () => {
  it("throws if the verifier did not run", async () => {
    const app = express5();
    app.post("/bare", (request, response) => {
      expect(() => verifiedEvent(request)).toThrow(/not verified. Add numipayVerifier\(\)/);
      response.status(202).end();
    });
    const signed = signDelivery(exampleTransaction(), { signaturePassword });
    expect((await fetch(`${await open(app)}/bare`, signed)).status).toBe(202);
  });
});

describe("numipayVerifier", () => {
  it("rejects options that it does not have", () => {
    expect(() => numipayVerifier({ ...quiet, inbox: {} } as object)).toThrow(
      /^inbox is not an option/,
    );
    expect(() => numipayVerifier({ ...quiet, maxBodyByte: 1 } as object)).toThrow(
      /^maxBodyByte is not an option. Did you mean maxBodyBytes\?/,
    );
  });

  it("rejects an invalid option", () => {
    expect(() => numipayVerifier({ signaturePassword: "" })).toThrow(/^signaturePassword /);
  });
});
