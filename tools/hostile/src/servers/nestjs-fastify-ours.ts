import { serveNest } from "../hosts/serve-nest.js";
import { OursModule, work } from "./nest-ours-module.js";

await serveNest(work, { platform: "fastify", webhookModule: OursModule, rawBody: false });
