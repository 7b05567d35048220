// @ts-check
// The frameworks whose hosts run on each Node, in the order of the table.
import { layOutNest } from "./lay-out-nest.js";

/**
 * @typedef {object} Family
 * @property {string} name the beginning of its adapters' names
 * @property {() => Promise<string>} findHosts gives the address of the module with its hosts, for the battery to load
 */

/** @type {readonly Family[]} */
export const families = [
  { name: "Express", findHosts: async () => new URL("hosts/express.js", import.meta.url).href },
  { name: "Koa", findHosts: async () => new URL("hosts/koa.js", import.meta.url).href },
  { name: "Fastify", findHosts: async () => new URL("hosts/fastify.js", import.meta.url).href },
  { name: "NestJS 10", findHosts: () => layOutNest(10) },
  { name: "NestJS 11", findHosts: () => layOutNest(11) },
  { name: "NestJS 12", findHosts: () => layOutNest(12) },
  { name: "Web handler", findHosts: async () => new URL("hosts/web.js", import.meta.url).href },
];
