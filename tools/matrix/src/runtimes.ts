// Every runtime comes from the npm registry, so that no other installer is needed.

interface RuntimeSource {
  /** Its name in the table. */
  name: string;
  /** The package that npx installs. */
  install: string;
}

/** The conformance suite and the apps of Node run on it. */
interface NodeRuntime {
  name: string;
  /** The package that npx installs. Defaults to this Node. */
  install?: string;
  kind: "node";
  program: "node";
  /** Whether it runs only the apps that this Node is too old for. */
  isSpare?: boolean;
}

/** The suite runs on the current Node, against a server on it. */
export interface RemoteRuntime extends RuntimeSource {
  kind: "remote";
  program: "bun" | "deno" | "workerd";
}

/** A library of Node that the apps bring with them. */
interface LibraryRuntime {
  name: string;
  kind: "library";
  program: "miniflare";
}

export type Runtime = NodeRuntime | RemoteRuntime | LibraryRuntime;

export const runtimes: readonly Runtime[] = [
  // The oldest version that the packages support.
  { name: "Node 20.19", install: "node@20.19.0", program: "node", kind: "node" },
  { name: "Node 20", install: "node@20", program: "node", kind: "node" },
  { name: "Node 22", install: "node@22", program: "node", kind: "node" },
  { name: "Node 24", install: "node@24", program: "node", kind: "node" },
  { name: "Node 26", install: "node@26", program: "node", kind: "node" },
  // The last version that sends a request again by itself: see fresh-connection.ts of @numipay/core.
  { name: "Bun 1.3", install: "bun@1.3.9", program: "bun", kind: "remote" },
  { name: "Bun", install: "bun@1.4.5", program: "bun", kind: "remote" },
  { name: "Deno", install: "deno@2.9.6", program: "deno", kind: "remote" },
  { name: "workerd", install: "workerd@1.20261117.1", program: "workerd", kind: "remote" },
  { name: "Miniflare", program: "miniflare", kind: "library" },
];

/** This Node, a newer one for the apps that need it, and the other runtimes that have apps. */
export const quickRuntimes: readonly Runtime[] = [
  { name: "Node", program: "node", kind: "node" },
  { name: "Node 22", install: "node@22", program: "node", kind: "node", isSpare: true },
  ...runtimes.filter(({ program }) => program !== "node" && program !== "workerd"),
];
