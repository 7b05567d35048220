import "reflect-metadata";
import {
  type INestApplication,
  Module,
  type ModuleMetadata,
  type NestApplicationOptions,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import type { Transaction } from "@numipay/core";
import { type NumipayModuleOptions } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { onTestFinished } from "vitest";

export type Platform = "Express" | "Fastify";
export const platforms: Platform[] = ["Express", "Fastify"];

export const signaturePassword = "a-signature-password-of-30-chars";
export const otherPassword = "another-signature-password-30-chars";

/** Options without console output. */
export const quiet: NumipayModuleOptions = { signaturePassword, onOutcome: () => undefined };

export interface ServedApp {
  app: INestApplication;
  url: string;
  /** Signs a transaction, posts it and returns the status. */
  deliver: (path?: string, transaction?: Transaction, password?: string) => Promise<number>;
}

/** Creates a Nest app from a root module's metadata, without initializing it. Closed when the test ends. */
export async function createApp(
  platform: Platform,
  root: ModuleMetadata,
  more: NestApplicationOptions = {},
): Promise<INestApplication> {
  @Module(root)
  class AppModule {}
  const options: NestApplicationOptions = { logger: false, abortOnError: false, ...more };
  const app =
    platform === "Express"
      ? await NestFactory.create(AppModule, options)
      : await NestFactory.create(AppModule, new FastifyAdapter(), options);
  onTestFinished(() => app.close());
  return app;
}

/** Creates a Nest app and starts listening. */
export async function serveApp(
  platform: Platform,
  root: ModuleMetadata,
  prepare: (app: INestApplication) => void = () => undefined,
  options: NestApplicationOptions = {},
): Promise<ServedApp> {
  const app = await createApp(platform, root, options);
  prepare(app);
  await app.listen(0, "127.0.0.1");
  const url = await app.getUrl();
  return {
    app,
    url,
    async deliver(
      path = "/webhooks/numipay",
      transaction = exampleTransaction(),
      password = signaturePassword,
    ) {
      const delivery = signDelivery(transaction, { signaturePassword: password });
      return (await fetch(`${url}${path}`, delivery)).status;
    },
  };
}
