import { ConfigurableModuleBuilder } from "@nestjs/common";
import type { NumipayModuleExtras, NumipayModuleOptions } from "./module-options.js";
import { shapeModule } from "./shape-module.js";

/** Every name that belongs beside the factory: Nest tells options and extras apart by it. */
const noExtras: Required<NumipayModuleExtras> = {
  name: undefined,
  path: undefined,
  isGlobal: undefined,
  controllerDecorators: undefined,
  routeDecorators: undefined,
};

/** What Nest builds out of the options: `forRoot` and `forRootAsync`. */
export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<NumipayModuleOptions>({
  optionsInjectionToken: "numipay:options",
  // Nest 10 takes two modules that look alike for one, and drops the second without a word.
  alwaysTransient: true,
})
  .setClassMethodName("forRoot")
  .setFactoryMethodName("createNumipayOptions")
  .setExtras<NumipayModuleExtras>(noExtras, (definition, extras) =>
    shapeModule(definition, extras, "numipay:options"),
  )
  .build();
