import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findInternalTypes } from "../../src/api/find-internal-types.js";
import { formatCode } from "../../src/api/format-code.js";
import { listLinkTargets } from "../../src/api/list-link-targets.js";
import { readEntries } from "../../src/api/read-entries.js";
import { type Api, type ApiSymbol, readSymbols } from "../../src/api/read-symbols.js";
import { renderOptions } from "../../src/api/render-options.js";
import { type RenderedPage, renderPage } from "../../src/api/render-page.js";

const declarations = `
interface Hidden { deep: string }
export interface ShopOptions<Request = unknown> extends BaseOptions {
  /** The name of the shop, e.g. \`"a|b"\`. Shown to customers. Defaults to \`"shop"\`. */
  name?: string | undefined;
  /** Called with each Array<string> of a sale. */
  onSale?: ((sale: Sale, request: Request) => void) | undefined;
  hidden: Hidden;
}
export interface BaseOptions {
  /** The largest number. Defaults to no limit. */
  max?: number | undefined;
}
/** A sale. */
export type Sale = Pick<Hidden2, "amount">;
interface Hidden2 {
  /** In euros. */
  amount: string;
  other: number;
}
/**
 * Opens a shop, as in \`Sale\`.
 *
 * @param options for the shop
 * @throws RangeError when it is closed
 * @example
 * openShop({ hidden });
 */
export declare function openShop(options: ShopOptions): Shop;
export declare class Shop {
  private secret;
  constructor(options: ShopOptions);
  /** Sells. */
  sell(): Sale;
}
export {};
`;

let folder: string;
let api: Api;
let page: RenderedPage;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "reference-"));
  const dist = join(folder, "packages/shop/dist");
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, "index.d.ts"), declarations);
  writeFileSync(
    join(folder, "packages/shop/package.json"),
    JSON.stringify({
      name: "@numipay/shop",
      description: "A shop",
      exports: { ".": { types: "./dist/index.d.ts" }, "./package.json": "./package.json" },
    }),
  );
  const entries = readEntries(folder);
  api = readSymbols(entries, folder);
  const symbols = [...api.symbols.values()];
  const [first] = symbols as [ApiSymbol];
  page = await renderPage(first.page, symbols, api, formatCode);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const section = (name: string) =>
  page.markdown.split(/^#{2,3} /m).find((part) => part.startsWith(`${name}\n`));

it("shows a function with what it takes and throws", () => {
  expect(section("openShop")).toBe(`openShop

\`\`\`ts
function openShop(options: ShopOptions): Shop;
\`\`\`

Opens a shop, as in \`Sale\`.

- \`options\`: for the shop
- Throws \`RangeError\` when it is closed

\`\`\`ts
openShop({ hidden });
\`\`\`

`);
});

it("lists the members of an interface and whom it inherits from", () => {
  expect(section("ShopOptions")).toContain(`\`\`\`ts
interface ShopOptions<Request = unknown> extends BaseOptions
\`\`\`

- \`name?: string\`

  The name of the shop, e.g. \`"a|b"\`. Shown to customers. Defaults to \`"shop"\`.

- \`onSale?: (sale: Sale, request: Request) => void\`

  Called with each Array&lt;string> of a sale.

- \`hidden: Hidden\`

Inherited from \`BaseOptions\`: \`max\`.`);
});

it("leaves out what is private", () => {
  expect(section("Shop")).toContain("- `sell(): Sale`");
  expect(page.markdown).not.toContain("secret");
});

it("shows an alias of an internal type by its members", () => {
  expect(section("Sale")).toContain(
    "```ts\ntype Sale\n```\n\nA sale.\n\n- `amount: string`\n\n  In euros.",
  );
  expect(section("Sale")).not.toContain("other");
});

it("finds the internal types that a reader sees", () => {
  const found = findInternalTypes([...api.symbols.values()], api);
  expect(found.map(({ name, packageName }) => `${name} of ${packageName}`)).toEqual([
    "Hidden of @numipay/shop",
  ]);
});

it("links names to their sections, but not a type parameter", () => {
  const names = listLinkTargets([page], api).get("reference/api/shop");
  expect(names?.get("Sale")).toBe("/reference/api/shop#sale");
  expect(names?.has("Request")).toBe(false);
});

it("numbers equal anchors as the site does", () => {
  expect([...page.anchors].map(([{ name }, anchor]) => `${name} ${anchor}`)).toContain("Shop shop");
});

it("lists options with their defaults", () => {
  const options = renderOptions([page], api);
  expect(options).toContain(
    '| [`name`](/reference/api/shop#shopoptions-name) | `"shop"` | The name of the shop, e.g. `"a\\|b"`. |',
  );
  expect(options).toContain("| [`hidden`](/reference/api/shop#shopoptions-hidden) | required |  |");
  expect(options).toContain("Also the options of `BaseOptions`.");
  expect(options).toContain("| no limit | The largest number. |");
});
