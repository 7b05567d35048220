import type { Check } from "./check.js";
import { bookChecks } from "./checks/books.js";
import { forgeryChecks } from "./checks/forgeries.js";
import { garbageChecks } from "./checks/garbage.js";
import { genuineChecks } from "./checks/genuine.js";
import { repetitionChecks } from "./checks/repetitions.js";

/** The battery, in the order in which it is played: genuine first, since much depends on it; the books last. */
export const checks: readonly Check[] = [
  ...genuineChecks,
  ...forgeryChecks,
  ...garbageChecks,
  ...repetitionChecks,
  ...bookChecks,
];
