/** A server with our adapter, and one with the same framework's own raw parser. Both are programs in servers/. */
export interface Target {
  name: string;
  ours: string;
  peer: string;
}

export const targets: readonly Target[] = [
  "express",
  "koa",
  "fastify",
  "nestjs-express",
  "nestjs-fastify",
  "web",
].map((name) => ({ name, ours: `${name}-ours`, peer: `${name}-peer` }));
