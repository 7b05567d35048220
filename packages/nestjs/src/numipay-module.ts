import { type DynamicModule, Inject, Module, type NestModule } from "@nestjs/common";
import { HttpAdapterHost } from "@nestjs/core";
import { addSlashRoutes } from "./fastify-slash-routes.js";
import { ConfigurableModuleClass } from "./module-definition.js";
import type { NumipayModuleExtras, NumipayModuleOptions } from "./module-options.js";

/**
 * One merchant account in a Nest app: the client `Numipay`, the webhook's route and the `@OnNumipayEvent` handlers. For several
 * accounts, import one module each, with its own `name` and `path`.
 *
 * Throws an InvalidOptionError at startup for an invalid option, a missing password, or a handler that can never be called.
 *
 * @example
 * NumipayModule.forRoot() // NUMIPAY_API_KEY, NUMIPAY_BASE_URL, NUMIPAY_SIGNATURE_PASSWORD
 * @example
 * NumipayModule.forRootAsync({ inject: [ConfigService], useFactory: (config) => ({ apiKey: config.get("KEY") }) })
 */
@Module({})
export class NumipayModule extends ConfigurableModuleClass implements NestModule {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {
    super();
  }

  /** Creates the module from options. Missing credentials are read from the environment. */
  static override forRoot(options: NumipayModuleOptions & NumipayModuleExtras = {}): DynamicModule {
    return super.forRoot(options);
  }

  /** Called by Nest before it registers the routes. */
  configure(): void {
    const { httpAdapter } = this.host;
    if (httpAdapter.getType() === "fastify") addSlashRoutes(httpAdapter.getInstance());
  }
}
