import { dirname, join } from "node:path";
import ts from "typescript-5";
import { type ApiPage, pageOf, sharedPage } from "./api-pages.js";
import type { Entry } from "./read-entries.js";

/** A public name. */
export interface ApiSymbol {
  name: string;
  symbol: ts.Symbol;
  declarations: readonly ts.Declaration[];
  page: ApiPage;
  /** Other entries that export it too. */
  alsoIn: string[];
  /** No entry exports it, but a declaration on the page refers to it. */
  isInternal: boolean;
}

export interface Api {
  checker: ts.TypeChecker;
  /** By the symbol that the compiler resolves a name to. */
  symbols: ReadonlyMap<ts.Symbol, ApiSymbol>;
}

/** Reads the declarations of built packages, as an importer's compiler does. Throws if they do not compile. */
export function readSymbols(entries: readonly Entry[], repository: string): Api {
  const program = ts.createProgram({
    rootNames: entries.map(({ types }) => types),
    options: {
      target: ts.ScriptTarget.ES2023,
      lib: ["lib.es2023.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
      typeRoots: [join(repository, "node_modules/@types")],
    },
  });
  const checker = program.getTypeChecker();
  const symbols = new Map<ts.Symbol, ApiSymbol>();
  for (const entry of entries) {
    const file = program.getSourceFile(entry.types);
    const module = file && checker.getSymbolAtLocation(file);
    if (module === undefined) {
      throw new Error(`${entry.types} is no module. Build the packages first: npm run build.`);
    }
    for (const exported of checker.getExportsOfModule(module)) {
      addSymbol(symbols, entry, exported.name, resolveAlias(checker, exported));
    }
  }
  return { checker, symbols };
}

export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function addSymbol(
  symbols: Map<ts.Symbol, ApiSymbol>,
  entry: Entry,
  name: string,
  symbol: ts.Symbol,
): void {
  const known = symbols.get(symbol);
  if (known !== undefined) {
    known.alsoIn.push(entry.specifier);
    known.page = sharedPage(known.page, entry);
    return;
  }
  const declarations = symbol.declarations ?? [];
  const file = declarations[0]?.getSourceFile().fileName;
  if (file === undefined)
    throw new Error(`${entry.specifier} exports ${name}, which has no types.`);
  // What a dependency declares is described by the dependency.
  if (!file.startsWith(dirname(entry.types)) && !file.includes("/packages/")) return;
  symbols.set(symbol, {
    name,
    symbol,
    declarations,
    page: pageOf(entry, file),
    alsoIn: [],
    isInternal: false,
  });
}
