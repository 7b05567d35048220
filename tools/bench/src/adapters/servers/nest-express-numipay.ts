import { NumipayWebhookModule } from "./nest-numipay-module.js";
import { serveNestOnExpress } from "./serve-nest.js";

await serveNestOnExpress(NumipayWebhookModule, { rawBody: false });
