import type { HandlerFault, HandlerFaults } from "./handler-work.js";

/** Returns a fault of an engine by the name of its variant. */
export function findHandlerFault<Work>(
  faults: Record<string, HandlerFaults<Work>>,
  variant: string,
): HandlerFault<Work> {
  const found = Object.values(faults).find((family) => Object.hasOwn(family, variant))?.[variant];
  if (found === undefined) throw new Error(`Unknown handler fault: ${variant}`);
  return found;
}
