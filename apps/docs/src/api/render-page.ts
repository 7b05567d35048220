import ts from "typescript-5";
import { githubAnchor } from "../pages/github-anchor.js";
import { siteMap } from "../pages/site-map.js";
import type { ApiPage } from "./api-pages.js";
import { type Format, renderSymbol } from "./render-symbol.js";
import type { Api, ApiSymbol } from "./read-symbols.js";
import { shapeOf } from "./shape-of.js";

const kinds = ["Classes", "Functions", "Constants", "Types", "Internal types"] as const;

export interface RenderedPage {
  page: ApiPage;
  symbols: readonly ApiSymbol[];
  markdown: string;
  /** The anchor of each name. */
  anchors: ReadonlyMap<ApiSymbol, string>;
}

/** One page: its symbols by kind, then by name. */
export async function renderPage(
  page: ApiPage,
  symbols: readonly ApiSymbol[],
  api: Api,
  format: Format,
): Promise<RenderedPage> {
  const anchors = new Map<ApiSymbol, string>();
  const toAnchor = numberAnchors();
  const title = titleOf(page);
  toAnchor(title);
  const parts = [`# ${title}`, introduce(page)];
  for (const kind of kinds) {
    const members = symbols.filter((one) => kindOf(one) === kind);
    if (members.length === 0) continue;
    toAnchor(kind);
    parts.push(`## ${kind}`);
    if (kind === "Internal types") parts.push(internalNote);
    for (const one of members.toSorted((a, b) => a.name.localeCompare(b.name, "en"))) {
      anchors.set(one, toAnchor(one.name));
      parts.push(await renderSymbol(one, shapeOf(one, api), format));
    }
  }
  return { page, symbols, markdown: `${parts.join("\n\n")}\n`, anchors };
}

/** Where the names come from, and the page that shows how to use them. */
function introduce({ title, entry: { specifier, packageName } }: ApiPage): string {
  const source = packageName.replace("@numipay/", "packages/") + "/README.md";
  const guide = siteMap
    .flatMap(({ groups }) => groups.flatMap(({ pages }) => pages))
    .find((one) => one.source === source);
  const exported =
    title === specifier
      ? `Everything that \`${specifier}\` exports`
      : `Exports of \`${specifier}\``;
  return guide === undefined
    ? `${exported}.`
    : `${exported}. To learn how to use it, read [${guide.title}](/${guide.route}).`;
}

const internalNote =
  "The declarations above refer to these types. No entry exports them, so they may change in any release.";

function titleOf({ title, entry: { specifier, packageName } }: ApiPage): string {
  return title === specifier ? specifier : `${title} in ${packageName}`;
}

function kindOf({ declarations: [node], isInternal }: ApiSymbol): (typeof kinds)[number] {
  if (isInternal) return "Internal types";
  if (node === undefined || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    return "Types";
  }
  if (ts.isClassDeclaration(node)) return "Classes";
  return ts.isFunctionDeclaration(node) ? "Functions" : "Constants";
}

/** As VitePress numbers headings whose anchors are equal, such as `confirm` and `Confirm`. */
function numberAnchors(): (heading: string) => string {
  const used = new Set<string>();
  return (heading) => {
    const slug = githubAnchor(heading);
    let anchor = slug;
    for (let number = 1; used.has(anchor); number += 1) anchor = `${slug}-${number}`;
    used.add(anchor);
    return anchor;
  };
}
