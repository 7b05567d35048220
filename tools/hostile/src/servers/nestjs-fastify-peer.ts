// @ts-check
import { serveNest } from "../hosts/serve-nest.js";
import { PeerModule, work } from "./nest-peer-module.js";

await serveNest(work, "fastify", PeerModule, { rawBody: true });
