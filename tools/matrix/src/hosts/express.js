// @ts-check
import { numipayWebhook } from "@numipay/express";
import express5 from "express";
import express4 from "express4";
import { serveListener } from "./serve-listener.js";

/** @typedef {typeof express5} Express */

/** @type {Record<string, Express>} */
const versions = { "Express 4": express4, "Express 5": express5 };

/** @type {Record<string, (express: Express) => ReturnType<Express["json"]> | undefined>} */
const parsers = {
  "no body parser": () => undefined,
  "express.json()": (express) => express.json(),
  "express.text()": (express) => express.text({ type: "*/*" }),
  "express.raw()": (express) => express.raw({ type: "*/*" }),
};

/** @type {import("./serve-listener.js").Host[]} */
export const hosts = Object.entries(versions).flatMap(([adapter, express]) =>
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
