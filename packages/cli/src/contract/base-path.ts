import type { Contract } from "@numipay/core/protocol";
import { type Difference, toDifference } from "./difference.js";
import type { Match } from "./match-operations.js";
import type { OwnOperation } from "./own-operation.js";
import { type Json, toJson } from "./read-contract.js";

/** The path of the first server, such as `/api/v2`. */
export function serverPath(document: Json): string {
  const server = toJson([document["servers"]].flat()[0]);
  const variables = toJson(server["variables"]);
  const url = toText(server["url"]).replaceAll(/\{([^{}]*)\}/g, (_, name: string) =>
    toText(toJson(variables[name])["default"]),
  );
  const base = "http://127.0.0.1";
  const { pathname } = new URL(URL.canParse(url, base) ? url : base, base);
  return pathname.endsWith("/") ? pathname.slice(0, -1) : pathname;
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * Finds the common prefix of their paths: the server's path, followed by the prefix that most of their paths have and
 * ours do not.
 */
export function findBasePath(matches: readonly Match<OwnOperation>[], server: string): string {
  const counts = new Map<string, number>();
  const all = matches.flatMap(({ theirs }) => theirs ?? []);
  for (const { ours, theirs } of matches) {
    if (theirs === undefined || !barePath(theirs.fullPath).endsWith(barePath(ours.path))) continue;
    const [own, other] = [ours.path.split("/"), theirs.fullPath.split("/")];
    const front = other.slice(0, other.length - own.length + 1).join("/");
    counts.set(front, (counts.get(front) ?? 0) + 1);
  }
  const isInFront = (front: string): boolean =>
    !front.includes("{") && all.every(({ fullPath }) => fullPath.startsWith(`${front}/`));
  const [front] = [...counts]
    .filter(([one, count]) => count > 1 && one.length > server.length && isInFront(one))
    .toSorted(([, one], [, other]) => other - one);
  return front?.[0] ?? server;
}

/** Compares the base paths. */
export function compareBasePath(basePath: string, { basePath: own }: Contract): Difference[] {
  if (basePath === own) return [];
  return [
    toDifference({
      kind: "base-path",
      operation: "(all)",
      ours: own === "" ? "none" : own,
      theirs: basePath === "" ? "none" : basePath,
      provenance: "assumed",
      isBreaking: true,
      override: { basePath },
      remedy: `Set contract.basePath to "${basePath}", and remove it from the base URL.`,
    }),
  ];
}

function barePath(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, "{}").replace(/\/$/, "");
}
