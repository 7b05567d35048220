import "reflect-metadata";
import { fileURLToPath } from "node:url";
import { type DynamicModule, type LoggerService, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { DatabaseModule } from "./database/database-module.js";
import { DevWebhooksModule } from "./dev-webhooks/dev-webhooks-module.js";
import { HealthModule } from "./health/health-module.js";
import { HiresModule } from "./hires/hires-module.js";
import { PagesModule } from "./pages/pages-module.js";
import { RefundsModule } from "./refunds/refunds-module.js";
import type { DeskSettings } from "./settings/desk-settings.js";
import { SettingsModule } from "./settings/settings-module.js";
import { StoreModule } from "./store/store-module.js";
import { RedactingExceptionFilter } from "./web/redacting-exception-filter.js";
import { securityHeaders } from "./web/security-headers.js";

@Module({})
class DeskModule {
  static with(settings: DeskSettings): DynamicModule {
    const hires = HiresModule.with(settings);
    const refunds = RefundsModule.with(settings);
    return {
      module: DeskModule,
      imports: [
        SettingsModule.with(settings),
        DatabaseModule,
        StoreModule,
        hires,
        refunds,
        ...DevWebhooksModule.with(settings),
        HealthModule.on(hires),
        PagesModule.on(hires, refunds),
      ],
    };
  }
}

/** The style sheet, and the compiled script. */
const assets = [
  fileURLToPath(new URL("../../src/public", import.meta.url)),
  fileURLToPath(new URL("../public", import.meta.url)),
];

export interface DeskOptions {
  /** Defaults to errors and warnings on the console. */
  logger?: LoggerService | ("error" | "warn" | "log")[];
}

/** Creates the desk as a Nest app. The caller makes it listen. */
export async function createDesk(
  settings: DeskSettings,
  { logger = ["error", "warn"] }: DeskOptions = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(DeskModule.with(settings), {
    logger,
    abortOnError: false,
  });
  app.disable("x-powered-by");
  app.use(securityHeaders);
  for (const folder of assets) app.useStaticAssets(folder, { index: false });
  app.useGlobalFilters(new RedactingExceptionFilter());
  return app;
}
