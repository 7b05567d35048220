import Sidebar from "vitepress/dist/client/theme-default/components/VPSidebar.vue";
import { defineAsyncComponent, hydrateOnMediaQuery } from "vue";

/**
 * The sidebar of the default theme. Starting its links takes a third of the time until a page responds on a phone, where it is closed
 * at first: there Vue renders it when it is opened.
 */
export default defineAsyncComponent({
  loader: () => Promise.resolve(Sidebar),
  hydrate: hydrateOnMediaQuery("(min-width: 960px)"),
});
