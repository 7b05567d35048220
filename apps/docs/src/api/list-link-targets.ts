import { findReferences } from "./find-references.js";
import type { RenderedPage } from "./render-page.js";
import type { Api, ApiSymbol } from "./read-symbols.js";
import { shapeOf } from "./shape-of.js";

/** For each route, the address of each name, without the base of the site. */
export type LinkTargets = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the names on each page mean there. A name that also means something else on the page has no address. */
export function listLinkTargets(pages: readonly RenderedPage[], api: Api): LinkTargets {
  const addresses = new Map(
    pages.flatMap(({ page, anchors }) =>
      [...anchors].map(([one, anchor]) => [one.symbol, `${toPath(page.route)}#${anchor}`]),
    ),
  );
  return new Map(pages.map((page) => [page.page.route, listNames(page, addresses, api)]));
}

const toPath = (route: string): string => `/${route.replace(/(^|\/)index$/, "$1")}`;

function listNames(
  { symbols, markdown }: RenderedPage,
  addresses: ReadonlyMap<ApiSymbol["symbol"], string>,
  api: Api,
) {
  const names = new Map<string, string>();
  const add = ({ name, symbol }: ApiSymbol) => {
    const address = addresses.get(symbol);
    if (address !== undefined) names.set(name, address);
  };
  for (const one of namesInProse(markdown, symbols, api)) add(one);
  const nodes = symbols.flatMap((one) => [...shapeOf(one, api).shown]);
  const references = nodes.map((node) => findReferences(node, api));
  for (const one of references.flatMap((reference) => [...reference.symbols])) add(one);
  for (const one of symbols) add(one);
  for (const name of references.flatMap(({ others }) => [...others])) names.delete(name);
  return names;
}

/** Code that is the name of an export of the same package or of the core. */
function namesInProse(
  markdown: string,
  [first]: readonly ApiSymbol[],
  { symbols }: Api,
): ApiSymbol[] {
  const own = first?.page.entry.packageName;
  const mentioned = new Set(Array.from(markdown.matchAll(/`(\w+)(?:\(\))?`/g), ([, name]) => name));
  return [...symbols.values()]
    .filter(
      ({ name, page }) =>
        mentioned.has(name) && ["@numipay/core", own].includes(page.entry.packageName),
    )
    .toSorted(
      (a, b) => Number(a.page.entry.packageName === own) - Number(b.page.entry.packageName === own),
    );
}
