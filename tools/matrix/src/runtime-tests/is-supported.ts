import type { App } from "./apps.js";

/**
 * Whether the framework of an app supports a Node.
 *
 * @param title the name and version of the runtime, such as `Node 22.1.0`
 */
export function isSupported({ oldestNode }: Pick<App, "oldestNode">, title: string): boolean {
  if (oldestNode === undefined) return true;
  const [oldestMajor, oldestMinor] = oldestNode;
  const [major = 0, minor = 0] = title.match(/\d+/g)?.map(Number) ?? [];
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
