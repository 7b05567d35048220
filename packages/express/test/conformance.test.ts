import type { AddressInfo } from "node:net";
import { numipayWebhook } from "@numipay/express";
import { adapterCases, type AdapterUnderTest } from "@numipay/testing";
import express5 from "express";
import express4 from "express4";
import { describe, it } from "vitest";

type Express = typeof express5;

const versions: Record<string, Express> = { "Express 4": express4, "Express 5": express5 };

const parsers: Record<string, (express: Express) => ReturnType<Express["json"]> | undefined> = {
  "no body parser": () => undefined,
  "express.json()": (express) => express.json(),
  "express.text()": (express) => express.text({ type: "*/*" }),
  "express.raw()": (express) => express.raw({ type: "*/*" }),
};

function adapter(
  express: Express,
  parser: ReturnType<Express["json"]> | undefined,
): AdapterUnderTest {
  return {
    async serve(options, register) {
      const app = express();
      const webhook = numipayWebhook(options);
      register(webhook);
      if (parser !== undefined) app.use(parser);
      app.use(webhook);
      app.get("/host", (_request, response) => void response.send("host"));
      const server = app.listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as AddressInfo;
      return {
        url: `http://127.0.0.1:${port}`,
        close: () => new Promise((resolve) => server.close(() => resolve())),
      };
    },
  };
}

for (const [version, express] of Object.entries(versions)) {
  for (const [name, parser] of Object.entries(parsers)) {
    describe(`numipayWebhook on ${version}, ${name}`, () => {
      for (const { name: title, run } of adapterCases(adapter(express, parser(express)))) {
        it(title, () => run());
      }
    });
  }
}
