import { defineConfig } from "vitepress";
import { readSiteAddress } from "../../../src/versions/site-address.js";
import { toVersionConfig, toVersionTheme } from "../../../src/versions/version-config.js";

const address = readSiteAddress(process.env);

export default defineConfig({
  ...toVersionConfig(address),
  title: "Fixture",
  cleanUrls: true,
  cacheDir: "../../.site/fixture-cache",
  head: [["link", { rel: "icon", href: "data:," }]],
  // A page that the later versions do not have.
  srcExclude: address.version === "v1.9" ? [] : ["removed.md"],
  themeConfig: { ...toVersionTheme(address), nav: [{ text: "Guide", link: "/guide" }] },
});
