import { type DynamicModule, Module } from "@nestjs/common";
import { OfficeController } from "./office-controller.js";
import { PagesController } from "./pages-controller.js";

@Module({})
export class PagesModule {
  /** @param imports the same module instances that the desk imports */
  static on(...imports: DynamicModule[]): DynamicModule {
    return { module: PagesModule, imports, controllers: [PagesController, OfficeController] };
  }
}
