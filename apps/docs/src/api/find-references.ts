import ts from "typescript-5";
import { type Api, type ApiSymbol, resolveAlias } from "./read-symbols.js";

export interface References {
  /** Public names in the declaration. */
  symbols: ReadonlySet<ApiSymbol>;
  /** What our packages declare and no entry exports: a reader cannot look it up. */
  internal: ReadonlySet<ts.Symbol>;
  /** Names that mean something else here, such as a type parameter `Request`. */
  others: ReadonlySet<string>;
}

/** What a declaration refers to, as the compiler resolves it. */
export function findReferences(node: ts.Node, { checker, symbols }: Api): References {
  const found = new Set<ApiSymbol>();
  const internal = new Set<ts.Symbol>();
  const others = new Set<string>();
  const visit = (one: ts.Node): void => {
    if (isPrivate(one)) return;
    if (ts.isIdentifier(one)) {
      const symbol = checker.getSymbolAtLocation(one);
      const target = symbol && resolveAlias(checker, symbol);
      const known = target && symbols.get(target);
      if (known !== undefined) found.add(known);
      else if (target !== undefined && isOurs(target)) internal.add(target);
      else others.add(one.text);
    }
    ts.forEachChild(one, visit);
  };
  visit(node);
  return { symbols: found, internal, others };
}

/** Declared at the top of a file of our packages. */
function isOurs(symbol: ts.Symbol): boolean {
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined || ts.isSourceFile(declaration)) return false;
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const file = declaration.getSourceFile().fileName;
  return ts.isSourceFile(statement.parent) && /\/packages\/[^/]+\/dist\//.test(file);
}

export const isPrivate = (node: ts.Node): boolean =>
  (ts.isClassElement(node) &&
    (ts.getCombinedModifierFlags(node) &
      (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !==
      0) ||
  (ts.isClassElement(node) && node.name !== undefined && ts.isPrivateIdentifier(node.name));
