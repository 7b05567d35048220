// @ts-check
import { countHandled } from "./check-by-hand.js";
import { BareModule } from "./nest-bare-module.js";
import { serveNest } from "./serve-nest.js";

await serveNest("fastify", BareModule, { rawBody: true, countHandled });
