import { useData, useRoute } from "vitepress";
import { computed, defineComponent, h, onMounted, ref } from "vue";
import type { VersionTheme } from "../../src/versions/version-config.js";
import { findVersionPage, readVersions } from "./published-versions.js";

/** Lists the published versions, and opens the same page in another one. Not shown while there is none. */
export const VersionMenu = defineComponent({
  name: "VersionMenu",
  setup() {
    const { theme } = useData<VersionTheme>();
    const route = useRoute();
    const versions = ref<string[]>([]);
    onMounted(async () => {
      versions.value = await readVersions(theme.value.root);
    });
    const select = async (event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      location.assign(await findVersionPage(theme.value, value, route.path));
    };
    const names = computed(() => ["", ...versions.value]);
    return () =>
      versions.value.length === 0
        ? null
        : h("label", { class: "version-menu" }, [
            h("span", "Version"),
            h(
              "select",
              { onChange: select },
              names.value.map((name) =>
                h(
                  "option",
                  { key: name, value: name, selected: name === theme.value.version },
                  name === "" ? "Current" : name,
                ),
              ),
            ),
          ]);
  },
});
