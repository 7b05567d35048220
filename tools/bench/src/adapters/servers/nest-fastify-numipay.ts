import { NumipayWebhookModule } from "./nest-numipay-module.js";
import { serveNestOnFastify } from "./serve-nest.js";

await serveNestOnFastify(NumipayWebhookModule, { rawBody: false });
