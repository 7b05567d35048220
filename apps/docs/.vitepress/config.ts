import { fileURLToPath } from "node:url";
import { icons } from "@iconify-json/simple-icons";
import { defineConfig } from "vitepress";
import llms from "vitepress-plugin-llms";
import { buildApi } from "../src/api/build-api.js";
import { linkCode } from "../src/api/link-code.js";
import { writeApi } from "../src/api/write-api.js";
import { listKeys, markBlocks } from "../src/hovers/mark-blocks.js";
import { githubAnchor } from "../src/pages/github-anchor.js";
import { readSections } from "../src/pages/read-sections.js";
import { writePages } from "../src/pages/write-pages.js";
import { readSiteAddress } from "../src/versions/site-address.js";
import { toVersionConfig, toVersionTheme } from "../src/versions/version-config.js";
import { folders } from "../src/site-folders.js";
import { toNavigation, toSidebar } from "./navigation.js";

const github = "https://github.com/numipay/numipay-node";
const githubIcon = `<svg viewBox="0 0 24 24">${icons.icons["github"]?.body}</svg>`;
const sections = readSections(folders.repository);
const api = await buildApi(folders.repository);
writePages(sections, folders.repository, folders.pages);
writeApi(api, folders.pages);
const lateSidebar = fileURLToPath(new URL("theme/late-sidebar.ts", import.meta.url));
const address = readSiteAddress(process.env);

export default defineConfig({
  title: "Numipay for Node",
  description:
    "Take deposits and send payouts without losing, repeating or double-counting a cent.",
  lang: "en",
  ...toVersionConfig(address),
  srcDir: folders.pages,
  outDir: folders.output,
  cacheDir: folders.cache,
  cleanUrls: true,
  metaChunk: true,
  // A page can have hundreds of kilobytes of examples: load it when the reader opens it.
  router: { prefetchLinks: false },
  head: [["link", { rel: "icon", href: "data:," }]],
  // Otherwise, each page computes the styles of all its elements before it responds to the reader.
  appearance: { disableTransition: false },
  markdown: {
    anchor: { slugify: githubAnchor },
    codeTransformers: [markBlocks(await listKeys(folders.repository))],
    config: (md) => linkCode(md, api.links, address.base),
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  themeConfig: {
    ...toVersionTheme(address),
    nav: toNavigation(sections),
    sidebar: toSidebar(sections, api.groups),
    outline: [2, 3],
    search: { provider: "local" },
    // As SVG: the browser looks for the style of an icon with a name, and would load what is missing from another server.
    socialLinks: [{ icon: { svg: githubIcon }, link: github, ariaLabel: "GitHub" }],
    externalLinkIcon: true,
    editLink: {
      // It runs in the browser, without the constants of this file.
      pattern: ({ frontmatter }) =>
        `https://github.com/numipay/numipay-node/edit/main/${String(frontmatter["source"])}`,
      text: "Edit this page on GitHub",
    },
  },
  vite: {
    plugins: [llms({ title: "Numipay for Node" })],
    resolve: { alias: [{ find: "./components/VPSidebar.vue", replacement: lateSidebar }] },
  },
});
