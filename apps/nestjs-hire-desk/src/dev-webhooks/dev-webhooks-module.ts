import { type DynamicModule, Module } from "@nestjs/common";
import { NumipayModule } from "@numipay/nestjs";
import type { DeskSettings } from "../settings/desk-settings.js";
import { devAccount } from "./dev-account.js";
import { DevWebhooksController } from "./dev-webhooks-controller.js";

/** The webhooks of a DEV key. The route exists only if a signature password is set for it. */
@Module({})
export class DevWebhooksModule {
  static with({ devSignaturePassword }: DeskSettings): DynamicModule[] {
    if (devSignaturePassword === undefined) return [];
    const account = NumipayModule.forRoot({
      name: devAccount,
      // The controller has its own route.
      path: false,
      signaturePassword: devSignaturePassword,
    });
    return [
      { module: DevWebhooksModule, imports: [account], controllers: [DevWebhooksController] },
    ];
  }
}
