import "reflect-metadata";
import { type DynamicModule, type LoggerService, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { BooksModule } from "./books/books-module.js";
import { HealthModule } from "./health/health-module.js";
import { HiresModule } from "./hires/hires-module.js";
import { InboxModule } from "./inbox/inbox-module.js";
import { PagesModule } from "./pages/pages-module.js";
import { RefundsModule } from "./refunds/refunds-module.js";
import { RehearsalModule } from "./rehearsal/rehearsal-module.js";
import type { DeskSettings } from "./settings/desk-settings.js";
import { SettingsModule } from "./settings/settings-module.js";
import { QuietErrors } from "./web/quiet-errors.js";
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
        BooksModule,
        InboxModule,
        hires,
        refunds,
        ...RehearsalModule.with(settings),
        HealthModule.on(hires),
        PagesModule.on(hires, refunds),
      ],
    };
  }
}

/** The desk as a Nest app that does not listen yet. */
export async function createDesk(
  settings: DeskSettings,
  { logger = ["error", "warn"] }: { logger?: LoggerService | ("error" | "warn" | "log")[] } = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(DeskModule.with(settings), {
    logger,
    abortOnError: false,
  });
  app.disable("x-powered-by");
  app.use(securityHeaders);
  app.useGlobalFilters(new QuietErrors());
  return app;
}
