import type { Group } from "../pages/page.js";
import { type ApiPage, topicRank } from "./api-pages.js";
import { findInternalTypes } from "./find-internal-types.js";
import { formatCode } from "./format-code.js";
import { checkInternalTypes } from "./internal-types.js";
import { type LinkTargets, listLinkTargets } from "./list-link-targets.js";
import { type Entry, readEntries } from "./read-entries.js";
import { type ApiSymbol, readSymbols } from "./read-symbols.js";
import { renderIndex } from "./render-index.js";
import { renderOptions } from "./render-options.js";
import { renderPage } from "./render-page.js";

export interface BuiltApi {
  /** For the sidebar: the pages of each package. */
  groups: ApiGroup[];
  /** The Markdown of each route. */
  pages: ReadonlyMap<string, string>;
  /** Where the names in the code of each route lead. */
  links: LinkTargets;
}

export type ApiGroup = Pick<Group, "title"> & { pages: Pick<ApiPage, "title" | "route">[] };

/** Builds the reference of every public package from its built declarations. Throws if a name is public but not exported. */
export async function buildApi(repository: string): Promise<BuiltApi> {
  const entries = readEntries(repository);
  const api = readSymbols(entries, repository);
  const byRoute = new Map<string, ApiSymbol[]>();
  for (const one of api.symbols.values()) {
    byRoute.set(one.page.route, [...(byRoute.get(one.page.route) ?? []), one]);
  }
  const internals = [...byRoute].map(([, symbols]) => findInternalTypes(symbols, api));
  checkInternalTypes(internals.flat());
  const rendered = [];
  for (const [index, symbols] of [...byRoute.values()].entries()) {
    const shown = (internals[index] ?? []).flatMap((one) => one.shown ?? []);
    const [{ page }] = symbols as [ApiSymbol];
    rendered.push(await renderPage(page, [...symbols, ...shown], api, formatCode));
  }
  const pages = new Map(rendered.map(({ page, markdown }) => [page.route, markdown]));
  pages.set(indexPage.route, renderIndex(entries, rendered));
  pages.set(optionsPage.route, renderOptions(rendered, api));
  const groups = [
    { title: indexPage.title, pages: [indexPage] },
    ...toGroups(
      entries,
      rendered.map(({ page }) => page),
    ),
  ];
  return { groups, pages, links: listLinkTargets(rendered, api) };
}

const indexPage = { title: "All packages", route: "reference/api/index" };
const optionsPage = { title: "Options", route: "reference/api/options" };
/** They repeat what other pages say, so a search does not find them. */
export const overviews = [indexPage, optionsPage];

function toGroups(entries: readonly Entry[], pages: readonly ApiPage[]): ApiGroup[] {
  const packages = [...new Set(entries.map(({ packageName }) => packageName))];
  return packages.map((title) => ({
    title,
    pages: pages
      .filter(({ entry }) => entry.packageName === title)
      .toSorted((a, b) => topicRank(a) - topicRank(b)),
  }));
}
