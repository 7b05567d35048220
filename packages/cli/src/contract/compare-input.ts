import type { ContractOverride, FieldOverride } from "@numipay/core";
import { compareDates } from "./compare-dates.js";
import { compareRules } from "./compare-rules.js";
import { type Difference, toDifference } from "./difference.js";
import { atField } from "./override-parts.js";
import { toRemedy } from "./to-remedy.js";
import { type InputPair, placeOf } from "./their-inputs.js";
import { mayDiffer, typeOf } from "./wire-type.js";

/** Compares a field of a request with its counterpart. */
export function compareInput(
  { own, their, isGuess }: InputPair,
  { id, envelope }: { id: string; envelope: string | null },
): Difference[] {
  const isDay = id === "listTransactions" && (own.field === "from" || own.field === "to");
  const base = {
    operation: id,
    place: placeOf({ in: own.in, name: own.name }, envelope),
    provenance: own.provenance,
  } as const;
  const change = (part: FieldOverride) => atField(id, own.field, part);
  const differences: Difference[] = [];
  const isInPath = own.in === "path" && their.in === "path";
  if (own.name !== their.name && !isInPath) {
    differences.push(
      toDifference({
        ...base,
        kind: "renamed",
        ours: own.name,
        theirs: their.name,
        isGuess,
        isBreaking: true,
        override: change({ name: their.name }),
        ...warnOfId(id, change({ name: their.name }), isGuess),
      }),
    );
  }
  if (own.in !== their.in) {
    const place = ["path", "query", "body"].find((one) => one === their.in);
    differences.push(
      toDifference({
        ...base,
        kind: "moved",
        ours: own.in,
        theirs: their.in,
        isBreaking: own.isRequired || their.isRequired === true,
        override: place === undefined ? null : change({ in: place as "path" | "query" | "body" }),
      }),
    );
  }
  differences.push(...compareRequired({ own, their, isGuess }, base, change));
  if (isDay) return [...differences, ...compareDates(own, their, base.place)];
  // In a path or query, a number is text.
  const isText = their.in !== "body" && their.in !== "beside";
  if (!isText && mayDiffer(own.shape, their.shape)) {
    differences.push(
      toDifference({
        ...base,
        kind: "type",
        ours: typeOf(own.shape),
        theirs: typeOf(their.shape),
        isBreaking: true,
        override: change({ type: typeOf(their.shape, "any") }),
      }),
    );
  } else if (own.shape.type === "string") {
    differences.push(...compareRules(own, their, base, change));
  }
  return differences;
}

const decidedBy: Record<string, string> = {
  approvePayout: "your own id",
  rejectPayout: "the gateway's id",
};

/** Approve and reject take different ids (documented), so another name may refer to the other id. */
function warnOfId(
  id: string,
  override: ContractOverride,
  isGuess: boolean,
): Partial<Pick<Difference, "remedy">> {
  const sent = decidedBy[id];
  if (sent === undefined) return {};
  return {
    remedy: `${toRemedy(override, isGuess)} The library sends ${sent} in this field. Check that this is the right one.`,
  };
}

function compareRequired(
  { own, their }: InputPair,
  base: Pick<Difference, "operation" | "place" | "provenance">,
  change: (part: FieldOverride) => Difference["override"],
): Difference[] {
  const { isRequired } = their;
  // A path parameter is always required.
  if (isRequired === undefined || isRequired === own.isRequired || own.in === "path") return [];
  const show = (required: boolean): string => (required ? "required" : "optional");
  return [
    toDifference({
      ...base,
      kind: "required",
      ours: show(own.isRequired),
      theirs: show(isRequired),
      isBreaking: isRequired,
      override: change({ required: isRequired }),
    }),
  ];
}
