// @ts-check
// What the matrix runs on. Everything comes from the npm registry, so that no other installer is needed.

export interface Runtime {
  /** As the table shows it. */
  name: string;
  /** What npx fetches. */
  install: string;
  /** Its program's name. */
  program: string;
  /** Whether the battery itself runs on it, or on this Node against a server on it. */
  battery: "node" | "remote";
}

export const runtimes: readonly Runtime[] = [
  // The oldest that the packages promise.
  { name: "Node 20.19", install: "node@20.19.0", program: "node", battery: "node" },
  { name: "Node 20", install: "node@20", program: "node", battery: "node" },
  { name: "Node 22", install: "node@22", program: "node", battery: "node" },
  { name: "Node 24", install: "node@24", program: "node", battery: "node" },
  { name: "Node 26", install: "node@26", program: "node", battery: "node" },
  { name: "Bun", install: "bun@1.4.5", program: "bun", battery: "remote" },
  { name: "Deno", install: "deno@2.9.6", program: "deno", battery: "remote" },
  { name: "workerd", install: "workerd@1.20261117.1", program: "workerd", battery: "remote" },
];
