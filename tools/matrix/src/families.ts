// @ts-check
// The frameworks whose hosts run on each Node, in the order of the table.
import { layOutNest } from "./lay-out-nest.js";

export interface Family {
  /** The beginning of its adapters' names. */
  name: string;
  /** Gives the address of the module with its hosts, for the battery to load. */
  findHosts: () => Promise<string>;
}

export const families: readonly Family[] = [
  { name: "Express", findHosts: async () => new URL("hosts/express.js", import.meta.url).href },
  { name: "Koa", findHosts: async () => new URL("hosts/koa.js", import.meta.url).href },
  { name: "Fastify", findHosts: async () => new URL("hosts/fastify.js", import.meta.url).href },
  { name: "NestJS 10", findHosts: () => layOutNest(10) },
  { name: "NestJS 11", findHosts: () => layOutNest(11) },
  { name: "NestJS 12", findHosts: () => layOutNest(12) },
  { name: "Web handler", findHosts: async () => new URL("hosts/web.js", import.meta.url).href },
];
