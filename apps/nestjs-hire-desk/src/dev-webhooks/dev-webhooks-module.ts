import { type DynamicModule, Module } from "@nestjs/common";
import { NumipayModule } from "@numipay/nestjs";
import type { DeskSettings } from "../settings/desk-settings.js";
import { rehearsalAccount } from "./rehearsal-account.js";
import { RehearsalController } from "./rehearsal-controller.js";

/** Webhooks of a DEV key, beside those that count. Without a password for it, there is none. */
@Module({})
export class RehearsalModule {
  static with({ rehearsalPassword }: DeskSettings): DynamicModule[] {
    if (rehearsalPassword === undefined) return [];
    const account = NumipayModule.forRoot({
      name: rehearsalAccount,
      // The controller has the route, and decides what becomes of an event.
      path: false,
      signaturePassword: rehearsalPassword,
    });
    return [{ module: RehearsalModule, imports: [account], controllers: [RehearsalController] }];
  }
}
