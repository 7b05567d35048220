import { serveNest } from "../hosts/serve-nest.js";
import { PeerModule, work } from "./nest-peer-module.js";

await serveNest(work, { platform: "express", webhookModule: PeerModule, rawBody: true });
