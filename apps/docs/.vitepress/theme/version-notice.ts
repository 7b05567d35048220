import { useData, useRoute } from "vitepress";
import { defineComponent, h, onMounted, ref } from "vue";
import type { VersionTheme } from "../../src/versions/version-config.js";
import { findVersionPage, readVersions } from "./published-versions.js";

/** Above each page of a version that is not the newest. */
export const VersionNotice = defineComponent({
  name: "VersionNotice",
  setup() {
    const { theme } = useData<VersionTheme>();
    const route = useRoute();
    const isOld = ref(false);
    onMounted(async () => {
      const { root, version } = theme.value;
      const [newest] = version === "" ? [] : await readVersions(root);
      isOld.value = newest !== undefined && newest !== version;
    });
    const open = async (event: MouseEvent) => {
      event.preventDefault();
      location.assign(await findVersionPage(theme.value, "", route.path));
    };
    return () =>
      isOld.value
        ? h("p", { class: "version-notice", role: "note" }, [
            `This page describes ${theme.value.version}. `,
            h(
              "a",
              { href: theme.value.root, target: "_self", onClick: open },
              "Read the current page",
            ),
            ".",
          ])
        : null;
  },
});
