// @ts-check

/**
 * What is attacked: a server with our adapter, next to one of the same framework with its own raw parser.
 *
 * @typedef {{ name: string, ours: string, peer: string, parser: string }} Target programs in servers/
 * @type {readonly Target[]}
 */
export const targets = [
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
