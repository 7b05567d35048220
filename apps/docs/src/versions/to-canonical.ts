import type { HeadConfig } from "vitepress";
import type { SiteAddress } from "./site-address.js";

/** The page of the current site, for search engines: they should list each page once. */
export function toCanonical(
  host: string,
  { root }: SiteAddress,
  relativePath: string,
): HeadConfig[] {
  if (relativePath === "404.md") return [];
  const path = relativePath.replace(/(?:(^|\/)index)?\.md$/, "$1");
  return [["link", { rel: "canonical", href: `${host}${root}${path}` }]];
}
