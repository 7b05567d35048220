// @ts-check
// Runs in a folder that has one major of NestJS: it imports nothing by a path. See lay-out-nest.js.
import type { Host } from "./serve-listener.js";
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
Get("host")(prototype, "host", descriptor as PropertyDescriptor);
Controller()(HostController);

const platforms: Record<string, (module: object, options: object) => Promise<any>> = {
  Express: (module, options) => NestFactory.create(module, options),
  Fastify: (module, options) => NestFactory.create(module, new FastifyAdapter(), options),
};

const bodies: Record<string, { options: object; prepare?: (app: any, platform: string) => void }> =
  {
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

export const hosts: Host[] = Object.entries(platforms).flatMap(([platform, create]) =>
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
