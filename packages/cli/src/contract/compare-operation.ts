import { compareAnswer } from "./compare-answer.js";
import { compareRequest, type Surroundings } from "./compare-request.js";
import { type Difference, toDifference } from "./difference.js";
import type { Operation } from "./list-operations.js";
import type { Match } from "./match-operations.js";
import { atOperation, atResponse } from "./override-parts.js";
import type { OwnOperation } from "./own-operation.js";

/** What the library reads of a response whatever an override says. */
const demanded: readonly string[] = ["url", "transaction_status"];

/** The operations that can have a redirect as their response. */
const redirecting: readonly string[] = ["hostedCheckout", "direct", "requestPayout"];

/** What the counterpart of one of our operations says differently. */
export function compareOperation(
  { ours, theirs }: Match<OwnOperation>,
  surroundings: Surroundings,
): Difference[] {
  const { id, provenance } = ours;
  if (theirs === undefined) {
    return [
      toDifference({
        kind: "operation-missing",
        operation: id,
        ours: `${ours.method} ${ours.path}`,
        theirs: null,
        provenance,
        isBreaking: true,
        remedy: `If it is there under another name: --map ${id}="POST /path". If not, do not call it.`,
      }),
    ];
  }
  const place = { operation: id, path: "answer", atRead: atResponse(id), demanded };
  const { ownAnswer } = ours;
  return [
    ...compareRequest(ours, theirs, surroundings),
    ...compareRedirect(ours, theirs),
    ...(ownAnswer === undefined ? [] : compareAnswer(ownAnswer, theirs.answer, place)),
  ];
}

function compareRedirect(ours: OwnOperation, theirs: Operation): Difference[] {
  const { id } = ours;
  const isSaid = theirs.isRedirect || theirs.answer !== undefined;
  if (!isSaid || ours.isRedirect === theirs.isRedirect) return [];
  const show = (isRedirect: boolean): string => (isRedirect ? "a redirect" : "a JSON body");
  return [
    toDifference({
      kind: "redirect",
      operation: id,
      place: "answer",
      ours: show(ours.isRedirect),
      theirs: show(theirs.isRedirect),
      provenance: ours.provenance,
      isBreaking: true,
      override: redirecting.includes(id)
        ? atOperation(id, { response: { redirect: theirs.isRedirect } })
        : null,
    }),
  ];
}
