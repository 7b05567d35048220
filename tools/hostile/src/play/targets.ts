// @ts-check

/**
 * What is attacked: a server with our adapter, next to one of the same framework with its own raw parser.
 * programs in servers/
 */
export interface Target {
  name: string;
  ours: string;
  peer: string;
  parser: string;
}

export const targets: readonly Target[] = [
  createTarget("express", "express.raw()"),
  createTarget("koa", "raw-body"),
  createTarget("fastify", 'parseAs: "buffer"'),
  createTarget("nestjs-express", "rawBody: true"),
  createTarget("nestjs-fastify", "rawBody: true"),
  createTarget("web", "bodyLimit() and arrayBuffer()"),
];

function createTarget(name, parser) {
  return { name, ours: `${name}-ours`, peer: `${name}-peer`, parser };
}
