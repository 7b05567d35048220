import { numipayWebhook } from "@numipay/fastify";
import { adapterCases, type AdapterUnderTest } from "@numipay/testing";
import Fastify, { type FastifyInstance } from "fastify";
import { describe, it } from "vitest";

const hosts: Record<string, (app: FastifyInstance) => void> = {
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

const adapter = (prepare: (app: FastifyInstance) => void): AdapterUnderTest => ({
  async serve(options, register) {
    const app = Fastify();
    const webhook = numipayWebhook(options);
    register(webhook);
    prepare(app);
    await app.register(webhook);
    app.get("/host", () => "host");
    return { url: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
  },
});

for (const [name, prepare] of Object.entries(hosts)) {
  describe(`numipayWebhook on Fastify 5, ${name}`, () => {
    for (const { name: title, run } of adapterCases(adapter(prepare))) it(title, () => run());
  });
}
