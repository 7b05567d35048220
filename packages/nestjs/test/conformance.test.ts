import "reflect-metadata";
import { Controller, Get, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { type NestExpressApplication } from "@nestjs/platform-express";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import type { EventRegistry } from "@numipay/core";
import { getNumipayWebhookToken, NumipayModule } from "@numipay/nestjs";
import { adapterCases, type AdapterUnderTest } from "@numipay/testing";
import { describe, it } from "vitest";

type App = NestExpressApplication | NestFastifyApplication;

@Controller()
class HostController {
  @Get("host")
  host(): string {
    return "host";
  }
}

const platforms: Record<string, (module: object, options: object) => Promise<App>> = {
  Express: (module, options) => NestFactory.create<NestExpressApplication>(module, options),
  Fastify: (module, options) =>
    NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options),
};

const bodies: Record<string, { options: object; prepare?: (app: App) => void }> = {
  "parsed bodies": { options: {} },
  "rawBody: true": { options: { rawBody: true } },
  "bodyParser: false": { options: { bodyParser: false } },
  "a parser's limit of 100 bytes": {
    options: {},
    prepare(app) {
      const isFastify = app.getHttpAdapter().getType() === "fastify";
      if (isFastify)
        (app as NestFastifyApplication).useBodyParser("application/json", { bodyLimit: 100 });
      else (app as NestExpressApplication).useBodyParser("json", { limit: 100 });
    },
  },
};

function adapter(
  platform: string,
  { options, prepare }: (typeof bodies)[string],
): AdapterUnderTest {
  return {
    async serve(webhookOptions, register) {
      @Module({
        imports: [NumipayModule.forRoot(webhookOptions)],
        controllers: [HostController],
      })
      class AppModule {}
      const app = await platforms[platform]!(AppModule, {
        ...options,
        logger: false,
        abortOnError: false,
      });
      prepare?.(app);
      register(app.get<EventRegistry>(getNumipayWebhookToken()));
      await app.listen(0, "127.0.0.1");
      return { url: (await app.getUrl()).replace("[::1]", "127.0.0.1"), close: () => app.close() };
    },
  };
}

for (const platform of Object.keys(platforms)) {
  for (const [name, body] of Object.entries(bodies)) {
    describe(`NumipayModule on ${platform}, ${name}`, () => {
      for (const { name: title, run } of adapterCases(adapter(platform, body))) {
        it(title, () => run());
      }
    });
  }
}
