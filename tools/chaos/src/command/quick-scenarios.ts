import type { FamilyName } from "../scenarios/fault-families.js";
import type { Scenario } from "../scenarios/scenario.js";

/** The scenarios of `npm test`: each engine under the faults that are hardest on it. */
const quick: Record<string, readonly FamilyName[]> = {
  client: ["socket error after sending"],
  memory: ["duplicates"],
  postgres: [
    "kill -9",
    "stopped past its lease",
    "store killed",
    "cut during COMMIT",
    "late statement",
    "ends the transaction",
  ],
  pglite: ["kill -9", "own transaction"],
  redis: ["kill -9", "stopped past its lease", "store killed", "slow handler", "outage"],
  "bullmq with redis": ["kill -9"],
  "bullmq with postgres": ["kill -9"],
};

/** Whether `--quick` runs a scenario. It runs every negative control. */
export function isQuick({
  name,
  familyName,
  isControl,
}: Pick<Scenario, "name" | "familyName" | "isControl">): boolean {
  return isControl || (quick[name]?.includes(familyName) ?? false);
}
