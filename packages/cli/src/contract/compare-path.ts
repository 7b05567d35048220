import type { HttpMethod } from "@numipay/core";
import { type Difference, toDifference } from "./difference.js";
import type { Operation } from "./list-operations.js";
import { atOperation } from "./override-parts.js";
import type { OwnOperation } from "./own-operation.js";
import type { InputPair, TheirInput } from "./their-inputs.js";

interface Inputs {
  readonly basePath: string;
  readonly pairs: readonly InputPair[];
  readonly unknown: readonly TheirInput[];
  /** Whether the call accepts no additional fields. */
  readonly isClosed: boolean;
}

const methods: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Compares method and path. An override uses the library's names for the placeholders. */
export function comparePath(own: OwnOperation, theirs: Operation, inputs: Inputs): Difference[] {
  const { id } = own;
  const base = { operation: id, isBreaking: true } as const;
  const { method } = theirs;
  const path = toOwnPath(theirs.fullPath.slice(inputs.basePath.length), inputs);
  const isFilled = !inputs.isClosed || !inputs.unknown.some((one) => one.in === "path");
  const differences: Difference[] = [];
  if (own.method !== method) {
    differences.push(
      toDifference({
        ...base,
        kind: "method",
        ours: own.method,
        theirs: method,
        provenance: own.provenance,
        override: methods.includes(method)
          ? atOperation(id, { method: method as HttpMethod })
          : null,
      }),
    );
  }
  if (own.path !== path) {
    differences.push(
      toDifference({
        ...base,
        kind: "path",
        ours: own.path,
        theirs: theirs.path,
        provenance: own.pathProvenance,
        override: isFilled ? atOperation(id, { path }) : null,
      }),
    );
  }
  return differences;
}

function toOwnPath(path: string, { pairs }: Inputs): string {
  return path.replaceAll(/\{([^{}]*)\}/g, (placeholder, name: string) => {
    const pair = pairs.find(({ their }) => their.in === "path" && their.name === name);
    return pair === undefined ? placeholder : `{${pair.own.field}}`;
  });
}
