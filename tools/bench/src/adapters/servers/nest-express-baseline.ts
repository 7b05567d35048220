import { BaselineModule } from "./nest-baseline-module.js";
import { serveNestOnExpress } from "./serve-nest.js";

await serveNestOnExpress(BaselineModule, { rawBody: true });
