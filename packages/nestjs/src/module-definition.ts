import { ConfigurableModuleBuilder } from "@nestjs/common";
import type { NumipayModuleExtras, NumipayModuleOptions } from "./module-options.js";
import { shapeModule } from "./shape-module.js";

/** The options that are set beside the factory. Nest distinguishes them by these keys. */
const noExtras: Required<NumipayModuleExtras> = {
  name: undefined,
  path: undefined,
  isGlobal: undefined,
  controllerDecorators: undefined,
  routeDecorators: undefined,
};

/** Nest's base class with `forRoot` and `forRootAsync`. */
export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<NumipayModuleOptions>({
  optionsInjectionToken: "numipay:options",
  // Otherwise Nest 10 silently drops the second of two modules with equal metadata.
  alwaysTransient: true,
})
  .setClassMethodName("forRoot")
  .setFactoryMethodName("createNumipayOptions")
  .setExtras<NumipayModuleExtras>(noExtras, (definition, extras) =>
    shapeModule(definition, extras, "numipay:options"),
  )
  .build();
