// Every runtime comes from the npm registry, so that no other installer is needed.

interface RuntimeSource {
  /** Its name in the table. */
  name: string;
  /** The package that npx installs. */
  install: string;
}

/** The conformance suite runs on it. */
interface NodeRuntime extends RuntimeSource {
  kind: "node";
  program: "node";
}

/** The suite runs on the current Node, against a server on it. */
export interface RemoteRuntime extends RuntimeSource {
  kind: "remote";
  program: "bun" | "deno" | "workerd";
}

export type Runtime = NodeRuntime | RemoteRuntime;

export const runtimes: readonly Runtime[] = [
  // The oldest version that the packages support.
  { name: "Node 20.19", install: "node@20.19.0", program: "node", kind: "node" },
  { name: "Node 20", install: "node@20", program: "node", kind: "node" },
  { name: "Node 22", install: "node@22", program: "node", kind: "node" },
  { name: "Node 24", install: "node@24", program: "node", kind: "node" },
  { name: "Node 26", install: "node@26", program: "node", kind: "node" },
  { name: "Bun", install: "bun@1.4.5", program: "bun", kind: "remote" },
  { name: "Deno", install: "deno@2.9.6", program: "deno", kind: "remote" },
  { name: "workerd", install: "workerd@1.20261117.1", program: "workerd", kind: "remote" },
];
