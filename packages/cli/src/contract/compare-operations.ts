import { compareShapes } from "./compare-shapes.js";
import { type Difference, noOption } from "./difference.js";
import type { Operation } from "./list-operations.js";
import type { Match } from "./match-operations.js";
import { compareParameters } from "./compare-parameters.js";
import type { Shape } from "./shape.js";

/** What the counterpart of one of our operations says differently. */
export function compareOperations({ ours, theirs }: Match, isWebhook = false): Difference[] {
  const operation = ours.operationId ?? ours.path;
  if (theirs === undefined) return [missing(operation, ours, isWebhook)];
  const { provenance } = ours;
  return [
    ...(isWebhook ? [] : comparePaths(operation, ours, theirs)),
    ...compareParameters(operation, ours, theirs),
    // What a webhook's request brings is what we read.
    ...compareBodies(ours.request, theirs.request, {
      operation,
      direction: isWebhook ? "answer" : "request",
      path: isWebhook ? "payload" : "body",
      provenance,
    }),
    ...(isWebhook
      ? []
      : [
          ...compareBodies(ours.answer, theirs.answer, {
            operation,
            direction: "answer",
            path: "answer",
            provenance,
          }),
          ...compareBodies(ours.refusal, theirs.refusal, {
            operation,
            direction: "answer",
            path: "refusal",
            provenance,
          }),
        ]),
  ];
}

function missing(operation: string, ours: Operation, isWebhook: boolean): Difference {
  return {
    kind: "operation-missing",
    operation,
    place: "",
    ours: isWebhook ? "a webhook" : `${ours.method} ${ours.path}`,
    theirs: null,
    provenance: ours.provenance,
    isBreaking: !isWebhook,
    remedy: isWebhook
      ? "Many files leave webhooks out. What the documentation says of them holds."
      : `If it is there under another name: --map ${operation}="POST /path". If not, do not call it.`,
  };
}

function comparePaths(operation: string, ours: Operation, theirs: Operation): Difference[] {
  const differences: Difference[] = [];
  const base = { operation, place: "", isBreaking: true };
  if (ours.method !== theirs.method) {
    const { provenance } = ours;
    const [own, other] = [ours.method, theirs.method];
    differences.push({
      ...base,
      kind: "method",
      ours: own,
      theirs: other,
      provenance,
      remedy: noOption,
    });
  }
  // The parameter's name is nobody's business but the file's.
  const path = theirs.path.replace(/\{[^{}]*\}/, "{id}");
  if (path !== ours.path) {
    differences.push({
      ...base,
      kind: "path",
      ours: ours.path,
      theirs: theirs.path,
      provenance: ours.pathProvenance,
      remedy: `new Numipay({ endpoints: { ${operation}: ${JSON.stringify(path)} } }), or --endpoint ${operation}=${path}`,
    });
  }
  return differences;
}

type Place = Parameters<typeof compareShapes>[2];

function compareBodies(
  ours: Shape | undefined,
  theirs: Shape | undefined,
  place: Place,
): Difference[] {
  // A file that does not describe a body does not contradict ours.
  if (ours === undefined || theirs === undefined) return [];
  const wrapped = unwrap(ours, theirs);
  if (wrapped === undefined) return compareShapes(ours, theirs, place);
  const { operation, path, provenance, direction } = place;
  const remedy =
    direction === "request" ? noOption : `The client reads the answer without it. ${noOption}`;
  return [
    {
      kind: "envelope",
      operation,
      place: path,
      ours: wrapped.ours,
      theirs: wrapped.theirs,
      provenance,
      isBreaking: true,
      remedy,
    },
    ...compareShapes(wrapped.inner[0], wrapped.inner[1], place),
  ];
}

/** One side has its fields within one more object: that is one difference, and not one for each field. */
function unwrap(ours: Shape, theirs: Shape) {
  const own = ours.fields.get("request");
  if (own !== undefined && ours.fields.size === 1 && !theirs.fields.has("request")) {
    const isFlat = [...own.shape.fields.keys()].some((name) => theirs.fields.has(name));
    if (isFlat) {
      const inner = [own.shape, theirs] as const;
      return { ours: '{"request": {…}}', theirs: "{…}", inner };
    }
  }
  if (ours.fields.size === 0 || [...ours.fields.keys()].some((name) => theirs.fields.has(name))) {
    return undefined;
  }
  for (const [name, { shape }] of theirs.fields) {
    if (![...ours.fields.keys()].some((field) => shape.fields.has(field))) continue;
    return { ours: "{…}", theirs: `{"${name}": {…}}`, inner: [ours, shape] as const };
  }
  return undefined;
}
