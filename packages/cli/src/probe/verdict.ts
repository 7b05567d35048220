import type { ContractOverride } from "@numipay/core";
import type { ProbedFact } from "../contract/probe-report.js";

/** What the responses show about a fact. */
export type Verdict = Pick<ProbedFact, "result" | "how" | "isBreaking" | "override">;

/** The gateway does what the library expects. */
export function holds(how: string): Verdict {
  return { result: "holds", how, isBreaking: false, override: null };
}

/** The gateway does something else. By default, this breaks calls. */
export function differs(
  how: string,
  {
    override = null,
    isBreaking = true,
  }: { override?: ContractOverride | null; isBreaking?: boolean } = {},
): Verdict {
  return { result: "differs", how, isBreaking, override };
}

/** Thrown while a fact is judged: the responses do not show whether it holds. */
export class Undetermined extends Error {}
