import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { UserConfig } from "vitepress";
import type { SiteAddress } from "./site-address.js";
import { toCanonical } from "./to-canonical.js";

/** What the menu of versions reads. */
export interface VersionTheme {
  root: string;
  version: string;
}

const host = "https://numipay.github.io";

/** The part of the configuration that depends on where the site is served. */
export function toVersionConfig(address: SiteAddress) {
  return {
    base: address.base,
    transformHead: ({ pageData }) => toCanonical(host, address, pageData.relativePath),
    // The workflow that publishes the site lists the versions, which an older site does not know.
    buildEnd: ({ outDir }) => {
      if (address.version !== "") return;
      mkdirSync(outDir, { recursive: true });
      writeFileSync(join(outDir, "versions.json"), `{ "versions": [] }\n`);
    },
  } satisfies UserConfig;
}

export const toVersionTheme = ({ root, version }: SiteAddress): VersionTheme => ({ root, version });
