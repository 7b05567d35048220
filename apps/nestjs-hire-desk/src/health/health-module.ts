import { type DynamicModule, Module } from "@nestjs/common";
import { HealthController } from "./health-controller.js";

/** `NumipayHealth` knows every account of the app, whichever module's it is: any one that exports it will do. */
@Module({})
export class HealthModule {
  static on(hires: DynamicModule): DynamicModule {
    return { module: HealthModule, imports: [hires], controllers: [HealthController] };
  }
}
