import type { Check } from "./check.js";
import { ledgerChecks } from "./checks/ledger.js";
import { forgeryChecks } from "./checks/forgeries.js";
import { malformedChecks } from "./checks/malformed.js";
import { genuineChecks } from "./checks/genuine.js";
import { duplicateChecks } from "./checks/duplicates.js";

/** Every check, in the order it runs: genuine deliveries first, because others depend on them; the ledger last. */
export const checks: readonly Check[] = [
  ...genuineChecks,
  ...forgeryChecks,
  ...malformedChecks,
  ...duplicateChecks,
  ...ledgerChecks,
];
