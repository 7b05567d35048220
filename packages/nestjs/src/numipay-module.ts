import { type DynamicModule, Module } from "@nestjs/common";
import { ConfigurableModuleClass } from "./module-definition.js";

/**
 * One account of the gateway in a Nest app: the client `Numipay`, the webhook's route and the handlers marked with
 * `@OnNumipayEvent`. Several accounts are several modules, each with a `name` and a `path` of its own.
 *
 * A wrong option, a missing password, a handler that can never be called: each is an InvalidOptionError at start.
 *
 * @example
 * NumipayModule.forRoot() // NUMIPAY_API_KEY, NUMIPAY_BASE_URL, NUMIPAY_SIGNATURE_PASSWORD
 * @example
 * NumipayModule.forRootAsync({ inject: [ConfigService], useFactory: (config) => ({ apiKey: config.get("KEY") }) })
 */
@Module({})
export class NumipayModule extends ConfigurableModuleClass {
  /** The module of an account whose options are at hand; without any, all comes from the environment. */
  static override forRoot(
    options: Parameters<typeof ConfigurableModuleClass.forRoot>[0] = {},
  ): DynamicModule {
    return super.forRoot(options);
  }
}
