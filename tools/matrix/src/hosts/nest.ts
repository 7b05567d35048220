// Its compiled file is copied into a folder with one major version of NestJS, so it imports packages only. See install-nest.ts.
import "reflect-metadata";
import { createRequire } from "node:module";
import { Controller, Get, Module, type Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import type { EventRegistry } from "@numipay/core";
import { getNumipayWebhookToken, NumipayModule } from "@numipay/nestjs";
import type { Host } from "./host.js";

type App = NestExpressApplication | NestFastifyApplication;

const { version } = createRequire(import.meta.url)("@nestjs/core/package.json") as {
  version: string;
};
const [major] = version.split(".");

@Controller()
class HostController {
  @Get("host")
  host(): string {
    return "host";
  }
}

const platforms: Record<string, (module: Type, options: object) => Promise<App>> = {
  Express: (module, options) => NestFactory.create<NestExpressApplication>(module, options),
  Fastify: (module, options) =>
    NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options),
};

interface BodyHandling {
  options: object;
  configure?: (app: App) => void;
}

const bodies: Record<string, BodyHandling> = {
  "parsed bodies": { options: {} },
  "rawBody: true": { options: { rawBody: true } },
  "bodyParser: false": { options: { bodyParser: false } },
  "a parser's limit of 100 bytes": {
    options: {},
    configure(app) {
      if (isOnFastify(app)) app.useBodyParser("application/json", { bodyLimit: 100 });
      else app.useBodyParser("json", { limit: 100 });
    },
  },
};

function isOnFastify(app: App): app is NestFastifyApplication {
  return app.getHttpAdapter().getType() === "fastify";
}

export const hosts: Host[] = Object.entries(platforms).flatMap(([platform, create]) =>
  Object.entries(bodies).map(([setup, { options, configure }]) => ({
    adapter: `NestJS ${major} on ${platform}`,
    setup,
    server: {
      async serve(webhookOptions, register) {
        @Module({
          imports: [NumipayModule.forRoot(webhookOptions)],
          controllers: [HostController],
        })
        class AppModule {}

        const app = await create(AppModule, { ...options, logger: false, abortOnError: false });
        configure?.(app);
        register(app.get<EventRegistry>(getNumipayWebhookToken()));
        await app.listen(0, "127.0.0.1");
        return {
          url: (await app.getUrl()).replace("[::1]", "127.0.0.1"),
          close: () => app.close(),
        };
      },
    },
  })),
);
