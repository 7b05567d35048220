import { numipayWebhook } from "@numipay/fastify";
import Fastify, { type FastifyInstance } from "fastify";
import type { Host } from "./host.js";

const setups: Record<string, (app: FastifyInstance) => void> = {
  "Fastify's own parsers": () => undefined,
  "a host that parses bodies as buffers": (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
  },
  "a host with a small body limit": (app) => {
    app.addContentTypeParser("text/plain", { bodyLimit: 1 }, (_request, _payload, done) =>
      done(null),
    );
  },
};

export const hosts: Host[] = Object.entries(setups).map(([setup, configure]) => ({
  adapter: "Fastify 5",
  setup,
  server: {
    async serve(options, register) {
      const app = Fastify();
      const webhook = numipayWebhook(options);
      register(webhook);
      configure(app);
      await app.register(webhook);
      app.get("/host", () => "host");
      return { url: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
    },
  },
}));
