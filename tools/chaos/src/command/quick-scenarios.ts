import type { FamilyName } from "../scenarios/fault-families.js";
import type { PayoutFamilyName } from "../scenarios/payout-families.js";
import type { PayoutScenario } from "../scenarios/payout-scenario.js";
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
  "prisma on postgres": ["kill -9"],
  pglite: ["kill -9", "own transaction"],
  mysql: ["kill -9", "store killed", "cut during COMMIT", "rolled back by a statement"],
  sqlite: ["kill -9", "file locked", "disk full", "rolled back by a statement"],
  redis: ["kill -9", "stopped past its lease", "store killed", "slow handler", "outage"],
  "bullmq with redis": ["kill -9"],
  "bullmq with postgres": ["kill -9"],
};

/** Negative controls that are modes of one database. The others run under all of their families. */
const quickControls: Record<string, readonly FamilyName[]> = {
  "hand-written inbox in mysql": ["rolled back by a statement"],
  "hand-written inbox in sqlite": ["disk full", "rolled back by a statement"],
};

/** Whether `--quick` runs a scenario. It runs every negative control, some under fewer families. */
export function isQuick({
  name,
  familyName,
  isControl,
}: Pick<Scenario, "name" | "familyName" | "isControl">): boolean {
  return isControl
    ? (quickControls[name]?.includes(familyName) ?? true)
    : (quick[name]?.includes(familyName) ?? false);
}

/** The same for payouts. The others are played by the full run. */
const quickPayouts: Record<string, readonly PayoutFamilyName[]> = {
  "postgres outbox": ["payer killed", "journal killed"],
  "mysql outbox": ["payer killed"],
  "sqlite outbox": ["payer killed"],
  "redis journal": ["payer killed"],
};

const quickPayoutControls: Record<string, readonly PayoutFamilyName[]> = {
  "no journal": ["connection errors"],
  "journal written after the POST": ["payer killed"],
  "outbox in another transaction": ["payer killed"],
};

/** Whether `--quick` runs a scenario with payouts. */
export function isQuickPayout({
  name,
  familyName,
  isControl,
}: Pick<PayoutScenario, "name" | "familyName" | "isControl">): boolean {
  const list = isControl ? quickPayoutControls : quickPayouts;
  return list[name]?.includes(familyName) ?? false;
}
