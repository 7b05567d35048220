// @ts-check
import { countHandled, ShopModule } from "./nest-numipay-module.js";
import { serveNest } from "./serve-nest.js";

await serveNest("express", ShopModule, { rawBody: false, countHandled });
