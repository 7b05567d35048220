import { type DynamicModule, Module } from "@nestjs/common";
import { DeskSettings } from "./desk-settings.js";

@Module({})
export class SettingsModule {
  static with(settings: DeskSettings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      providers: [{ provide: DeskSettings, useValue: settings }],
      exports: [DeskSettings],
    };
  }
}
