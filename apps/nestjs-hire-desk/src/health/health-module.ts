import { type DynamicModule, Module } from "@nestjs/common";
import { HealthController } from "./health-controller.js";

/** `NumipayHealth` covers all accounts of the app, so any module that exports it can be imported. */
@Module({})
export class HealthModule {
  static on(hires: DynamicModule): DynamicModule {
    return { module: HealthModule, imports: [hires], controllers: [HealthController] };
  }
}
