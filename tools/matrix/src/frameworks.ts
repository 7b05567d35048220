import { installNest } from "./install-nest.js";

export interface Framework {
  /** How the names of its adapters start. */
  name: string;
  /** Resolves with the URL of the module that has its hosts. Rejects with the reason when there is none. */
  findHosts: () => Promise<string>;
}

/** The frameworks whose hosts run on each Node, in the order of the table. */
export const frameworks: readonly Framework[] = [
  { name: "Express", findHosts: () => hostsIn("express") },
  { name: "Lambda", findHosts: () => hostsIn("lambda") },
  { name: "Koa", findHosts: () => hostsIn("koa") },
  { name: "Fastify", findHosts: () => hostsIn("fastify") },
  { name: "NestJS 10", findHosts: () => installNest(10) },
  { name: "NestJS 11", findHosts: () => installNest(11) },
  { name: "NestJS 12", findHosts: () => installNest(12) },
  { name: "Web handler", findHosts: () => hostsIn("web") },
  { name: "h3", findHosts: () => hostsIn("h3") },
];

async function hostsIn(name: string): Promise<string> {
  return new URL(`hosts/${name}.js`, import.meta.url).href;
}
