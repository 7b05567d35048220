// @ts-check
import type { Host } from "./serve-listener.js";
import { numipayWebhook } from "@numipay/express";
import express5 from "express";
import express4 from "express4";
import { serveListener } from "./serve-listener.js";

export type Express = typeof express5;

const versions: Record<string, Express> = { "Express 4": express4, "Express 5": express5 };

const parsers: Record<string, (express: Express) => ReturnType<Express["json"]> | undefined> = {
  "no body parser": () => undefined,
  "express.json()": (express) => express.json(),
  "express.text()": (express) => express.text({ type: "*/*" }),
  "express.raw()": (express) => express.raw({ type: "*/*" }),
};

export const hosts: Host[] = Object.entries(versions).flatMap(([adapter, express]) =>
  Object.entries(parsers).map(([situation, parser]) => ({
    adapter,
    situation,
    server: {
      serve(options, register) {
        const app = express();
        const webhook = numipayWebhook(options);
        register(webhook);
        const before = parser(express);
        if (before !== undefined) app.use(before);
        app.use(webhook);
        app.get("/host", (_request, response) => void response.send("host"));
        return serveListener(app);
      },
    },
  })),
);
