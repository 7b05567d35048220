import { serveNest } from "../hosts/serve-nest.js";
import { PeerModule, work } from "./nest-peer-module.js";

await serveNest(work, { platform: "fastify", webhookModule: PeerModule, rawBody: true });
