import { compareShapes } from "./compare-shapes.js";
import { type Difference, noOption } from "./difference.js";
import type { Operation, Parameter } from "./list-operations.js";

/** What two operations ask for in the query and in headers. Names of headers have no case. */
export function compareParameters(
  operation: string,
  ours: Operation,
  theirs: Operation,
): Difference[] {
  const own = ours.parameters.filter(isSent);
  const other = theirs.parameters.filter(isSent);
  const missing = own.flatMap((parameter): Difference[] => {
    const place = placeOf(parameter);
    const counterpart = other.find((one) => placeOf(one) === place);
    const { provenance } = parameter;
    if (counterpart !== undefined) {
      const { shape } = counterpart;
      const direction = "request" as const;
      return compareShapes(parameter.shape, shape, {
        operation,
        direction,
        path: place,
        provenance,
      });
    }
    return [
      {
        kind: "parameter-missing",
        operation,
        place,
        ours: parameter.isRequired ? "required" : "optional",
        theirs: null,
        provenance,
        isBreaking: true,
        remedy: noOption,
      },
    ];
  });
  const unknown = other
    .filter((parameter) => !own.some((one) => placeOf(one) === placeOf(parameter)))
    .map((parameter): Difference => {
      const { isRequired } = parameter;
      return {
        kind: "parameter-unknown",
        operation,
        place: placeOf(parameter),
        ours: null,
        theirs: isRequired ? "required" : "optional",
        provenance: null,
        isBreaking: isRequired,
        remedy: isRequired ? noOption : "Nothing: it need not be given.",
      };
    });
  return [...missing, ...unknown];
}

const isSent = (parameter: Parameter): boolean =>
  parameter.in === "query" ||
  (parameter.in === "header" &&
    !["x-api-key", "accept", "content-type", "authorization"].includes(
      parameter.name.toLowerCase(),
    ));

function placeOf(parameter: Parameter): string {
  const name = parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name;
  return `${parameter.in}.${name}`;
}
