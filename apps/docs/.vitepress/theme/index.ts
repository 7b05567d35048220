import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { h, onMounted } from "vue";
import { listenForHovers } from "./hovers/listen-for-hovers.js";
import "./style.css";
import { VersionMenu } from "./version-menu.js";
import { VersionNotice } from "./version-notice.js";

const theme: Theme = {
  extends: DefaultTheme,
  setup: () => onMounted(listenForHovers),
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      "nav-bar-content-after": () => h(VersionMenu),
      "nav-screen-content-after": () => h(VersionMenu),
      "doc-before": () => h(VersionNotice),
    }),
};

export { theme as default };
