import ts from "typescript-5";
import type { Entry } from "./read-entries.js";
import type { RenderedPage } from "./render-page.js";

/** The front page of the reference: the pages of each package, with what each exports. */
export function renderIndex(entries: readonly Entry[], pages: readonly RenderedPage[]): string {
  const packages = new Map(entries.map((one) => [one.packageName, one.description]));
  const sections = [...packages].map(([name, description]) => {
    const own = pages.filter(({ page }) => page.entry.packageName === name);
    return [`## ${name}`, `${description}.`, own.map(renderRow).join("\n")].join("\n\n");
  });
  return `${[introduction, ...sections].join("\n\n")}\n`;
}

const introduction = `# API reference

Every name that the packages export, from their type declarations. The guides show how to use them.

- Where a type is written \`name?: T\`, you can also pass \`undefined\`.
- Times are in the unit that ends the name, such as \`timeoutMs\`.
- To find a name, search for it.`;

function renderRow({ page, symbols, anchors }: RenderedPage): string {
  const path = `/${page.route.replace(/(^|\/)index$/, "$1")}`;
  const names = symbols
    .filter(({ isInternal, symbol }) => !isInternal && isValue(symbol))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"))
    .map((one) => `[${one.name}](${path}#${anchors.get(one)})`);
  const title = `- **[${page.title}](${path})**`;
  return names.length === 0 ? title : `${title}: ${names.join(", ")}`;
}

/** Not a type alone: what a program calls, constructs or reads. */
const isValue = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Value) !== 0;
