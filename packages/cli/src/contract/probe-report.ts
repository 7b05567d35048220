import type { ContractOverride } from "@numipay/core";
import { type Difference, toDifference } from "./difference.js";
import type { Json } from "./read-contract.js";
import type { Provenance } from "./shape.js";

/** The result of a fact: the gateway agrees with the library, differs from it, or did not show which. */
export type ProbeResult = "holds" | "differs" | "undetermined";

/** A fact of docs/gateway.md, and what the gateway did. */
export interface ProbedFact {
  /** Unique in a report, such as `used-id-payout`. */
  readonly id: string;
  /** Its id in docs/gateway.md, such as `W12`. */
  readonly fact: string;
  /** What the library expects, as a sentence without a full stop. */
  readonly title: string;
  readonly known: Provenance | "unknown";
  readonly result: ProbeResult;
  /** What the gateway did, or why that could not be determined. */
  readonly how: string;
  /** True if calls fail or change their meaning because of the difference. */
  readonly isBreaking: boolean;
  /** The part of a contract override that expresses the difference. Null if none can. */
  readonly override: ContractOverride | null;
}

/** A call of a probe. Contains no key and no card. */
export interface ProbedCall {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Null if there was no response. */
  readonly status: number | null;
}

/** The report that `numipay contract probe --out` writes. */
export interface ProbeReport {
  /** The version of this format. */
  readonly numipayContractProbe: 1;
  readonly baseUrl: string;
  /** ISO 8601. */
  readonly at: string;
  /** In the tracking ids of the run, which begin with `probe-<runId>-`. */
  readonly runId: string;
  readonly calls: readonly ProbedCall[];
  readonly facts: readonly ProbedFact[];
  /** What was not played, and the option that it needs. */
  readonly notPlayed: readonly string[];
  /** The proposed contract override. `{}` if no difference can be expressed as one. */
  readonly override: ContractOverride;
}

/** True for a document that `numipay contract probe` wrote. */
export function isProbeReport(document: Json): document is Json & ProbeReport {
  return document["numipayContractProbe"] === 1 && Array.isArray(document["facts"]);
}

/** Returns what differs, as `contract diff` shows it. */
export function toDifferences({ facts }: Pick<ProbeReport, "facts">): Difference[] {
  return facts
    .filter(({ result }) => result === "differs")
    .map(({ id, fact, title, known, how, isBreaking, override }) =>
      toDifference({
        kind: "probed",
        operation: id,
        place: fact,
        ours: title,
        theirs: how,
        provenance: known === "unknown" ? "assumed" : known,
        isBreaking,
        override,
        ...(override === null && isBreaking && { remedy: adviceFor(fact) }),
      }),
    );
}

function adviceFor(fact: string): string {
  return `The responses do not show an override that fixes it. See ${fact} in docs/gateway.md, and ask the gateway.`;
}
