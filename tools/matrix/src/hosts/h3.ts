// h3 1, which Nuxt and Nitro 2 run on, and h3 2.
import type { RequestListener } from "node:http";
import { numipayWebhook, type WebNumipayWebhook } from "@numipay/core";
import {
  createApp,
  createRouter,
  defineEventHandler,
  type H3Event,
  readBody,
  toNodeListener,
  toWebRequest,
} from "h3";
import { H3, type H3Event as SecondH3Event, toNodeHandler } from "h3v2";
import { type Host, serveListener } from "./host.js";

const path = "/webhooks/numipay";

/** How a handler passes its event to the webhook. The names are those of the setups. */
const ofFirst: Record<string, (webhook: WebNumipayWebhook, event: H3Event) => Promise<Response>> = {
  toWebRequest: (webhook, event) => webhook.fetch(toWebRequest(event)),
  "behind readBody()": async (webhook, event) => {
    await readBody(event).catch(() => undefined);
    return webhook.fetch(toWebRequest(event));
  },
};

const ofSecond: Record<
  string,
  (webhook: WebNumipayWebhook, event: SecondH3Event) => Promise<Response>
> = {
  "event.req": (webhook, event) => webhook.fetch(event.req),
  "behind code that reads a clone": async (webhook, event) => {
    const deliver = event.req.clone();
    await event.req.text().catch(() => undefined);
    return webhook.fetch(deliver);
  },
};

export const hosts: Host[] = [
  ...Object.entries(ofFirst).map(([setup, deliver]) =>
    toHost("h3 1", setup, (webhook) => {
      const router = createRouter()
        .use(
          path,
          defineEventHandler((event) => deliver(webhook, event)),
        )
        .get(
          "/host",
          defineEventHandler(() => "host"),
        );
      return toNodeListener(createApp().use(router));
    }),
  ),
  ...Object.entries(ofSecond).map(([setup, deliver]) =>
    toHost("h3 2", setup, (webhook) => {
      const app = new H3().all(path, (event) => deliver(webhook, event)).get("/host", () => "host");
      return toNodeHandler(app) as RequestListener;
    }),
  ),
];

function toHost(
  adapter: string,
  setup: string,
  listen: (webhook: WebNumipayWebhook) => RequestListener,
): Host {
  return {
    adapter,
    setup,
    server: {
      serve(options, register) {
        const webhook = numipayWebhook(options);
        register(webhook);
        return serveListener(listen(webhook));
      },
    },
  };
}
