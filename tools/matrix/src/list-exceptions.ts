import type { Row } from "./table.js";

/** Lists the known exceptions and their reasons in Markdown, grouped by the hosts that have them. */
export function listExceptions(rows: readonly Row[]): string {
  const hostsOf = new Map<string, Map<string, Set<string>>>();
  for (const { runtime, adapter, kind, result } of rows) {
    // On Node, a known exception applies to every version.
    const isOnNode = kind === "node" || runtime.startsWith("Node ");
    const host = isOnNode ? adapter : `${adapter} on ${runtime}`;
    for (const { name, reason } of result?.excepted ?? []) {
      const line = `- ${name}: ${reason}.`;
      const hosts = hostsOf.get(line) ?? new Map<string, Set<string>>();
      const setups = hosts.get(host) ?? new Set<string>();
      hostsOf.set(line, hosts.set(host, setups.add(result?.setup ?? "")));
    }
  }
  const linesOf = new Map<string, string[]>();
  for (const [line, hosts] of hostsOf) {
    const names = [...hosts].map(([host, setups]) => `${host} (${[...setups].join(", ")})`);
    const title = `${names.join(", ")}:`;
    linesOf.set(title, [...(linesOf.get(title) ?? []), line]);
  }
  return [...linesOf].map(([title, lines]) => [title, "", ...lines].join("\n")).join("\n\n");
}
