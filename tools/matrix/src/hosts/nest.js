// @ts-check
// Runs in a folder that has one major of NestJS: it imports nothing by a path. See lay-out-nest.js.
import "reflect-metadata";
import { createRequire } from "node:module";
import { Controller, Get, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { getNumipayWebhookToken, NumipayModule } from "@numipay/nestjs";

const { version } = createRequire(import.meta.url)("@nestjs/core/package.json");
const [major] = version.split(".");

// This file is run as it stands, so the decorators are called by hand.
class HostController {
  host() {
    return "host";
  }
}
const { prototype } = HostController;
const descriptor = Object.getOwnPropertyDescriptor(prototype, "host");
Get("host")(prototype, "host", /** @type {PropertyDescriptor} */ (descriptor));
Controller()(HostController);

/** @type {Record<string, (module: object, options: object) => Promise<any>>} */
const platforms = {
  Express: (module, options) => NestFactory.create(module, options),
  Fastify: (module, options) => NestFactory.create(module, new FastifyAdapter(), options),
};

/** @type {Record<string, { options: object, prepare?: (app: any, platform: string) => void }>} */
const bodies = {
  "parsed bodies": { options: {} },
  "rawBody: true": { options: { rawBody: true } },
  "bodyParser: false": { options: { bodyParser: false } },
  "a parser's limit of 100 bytes": {
    options: {},
    prepare(app, platform) {
      if (platform === "Fastify") app.useBodyParser("application/json", { bodyLimit: 100 });
      else app.useBodyParser("json", { limit: 100 });
    },
  },
};

/** @type {import("./serve-listener.js").Host[]} */
export const hosts = Object.entries(platforms).flatMap(([platform, create]) =>
  Object.entries(bodies).map(([situation, { options, prepare }]) => ({
    adapter: `NestJS ${major} on ${platform}`,
    situation,
    server: {
      async serve(webhookOptions, register) {
        class AppModule {}
        Module({
          imports: [NumipayModule.forRoot(webhookOptions)],
          controllers: [HostController],
        })(AppModule);
        const app = await create(AppModule, { ...options, logger: false, abortOnError: false });
        prepare?.(app, platform);
        register(app.get(getNumipayWebhookToken()));
        await app.listen(0, "127.0.0.1");
        return {
          url: (await app.getUrl()).replace("[::1]", "127.0.0.1"),
          close: () => app.close(),
        };
      },
    },
  })),
);
