// @ts-check
import { countHandled, ShopModule } from "./nest-numipay-module.js";
import { serveNest } from "./serve-nest.js";

await serveNest("fastify", ShopModule, { rawBody: false, countHandled });
