import type ts from "typescript-5";
import { findReferences } from "./find-references.js";
import { internalTypes } from "./internal-types.js";
import type { Api, ApiSymbol } from "./read-symbols.js";
import { shapeOf } from "./shape-of.js";

export interface FoundInternal {
  name: string;
  packageName: string;
  /** To describe it on the page. Undefined if the list of internal types hides it. */
  shown: ApiSymbol | undefined;
}

/** The internal types that the symbols of a page refer to, and those that the shown ones refer to. */
export function findInternalTypes(symbols: readonly ApiSymbol[], api: Api): FoundInternal[] {
  const found = new Map<ts.Symbol, FoundInternal>();
  const waiting = [...symbols];
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    for (const node of shapeOf(one, api).shown) {
      for (const symbol of findReferences(node, api).internal) {
        if (found.has(symbol)) continue;
        const internal = toInternal(symbol, one);
        found.set(symbol, internal);
        if (internal.shown !== undefined) waiting.push(internal.shown);
      }
    }
  }
  return [...found.values()];
}

function toInternal(symbol: ts.Symbol, { page }: ApiSymbol): FoundInternal {
  const { name, declarations = [] } = symbol;
  const file = declarations[0]?.getSourceFile().fileName ?? "";
  const packageName = `@numipay/${/\/packages\/([^/]+)\//.exec(file)?.[1]}`;
  const isShown = internalTypes.some(
    (one) => one.name === name && one.packageName === packageName && one.isShown,
  );
  const shown = { name, symbol, declarations, page, alsoIn: [], isInternal: true };
  return { name, packageName, shown: isShown ? shown : undefined };
}
