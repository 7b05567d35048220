import { numipayWebhook } from "@numipay/express";
import express5, { type RequestHandler } from "express";
import express4 from "express4";
import { type Host, serveListener } from "./host.js";

type Express = typeof express5;

const versions: Record<string, Express> = { "Express 4": express4, "Express 5": express5 };

const parsers: Record<string, (express: Express) => RequestHandler | undefined> = {
  "no body parser": () => undefined,
  "express.json()": (express) => express.json(),
  "express.text()": (express) => express.text({ type: "*/*" }),
  "express.raw()": (express) => express.raw({ type: "*/*" }),
};

export const hosts: Host[] = Object.entries(versions).flatMap(([adapter, express]) =>
  Object.entries(parsers).map(([setup, createParser]) => ({
    adapter,
    setup,
    server: {
      serve(options, register) {
        const app = express();
        const webhook = numipayWebhook(options);
        register(webhook);
        const parser = createParser(express);
        if (parser !== undefined) app.use(parser);
        app.use(webhook);
        app.get("/host", (_request, response) => void response.send("host"));
        return serveListener(app);
      },
    },
  })),
);
