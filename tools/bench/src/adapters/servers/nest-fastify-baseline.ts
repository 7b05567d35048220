import { BaselineModule } from "./nest-baseline-module.js";
import { serveNestOnFastify } from "./serve-nest.js";

await serveNestOnFastify(BaselineModule, { rawBody: true });
