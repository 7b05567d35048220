import type { DefaultTheme } from "vitepress";
import type { ApiGroup } from "../src/api/build-api.js";
import { githubAnchor } from "../src/pages/github-anchor.js";
import type { Page, Section } from "../src/pages/page.js";

const toLink = ({ route }: Pick<Page, "route">): string =>
  `/${route.replace(/(^|\/)index$/, "$1")}`;
const firstPage = ({ groups }: Section): Page => groups[0]?.pages[0] as Page;

export function toNavigation(sections: readonly Section[]): DefaultTheme.NavItem[] {
  return sections.map((section) => {
    // The home page has no sidebar.
    const page = section.groups[0]?.pages.find(({ route }) => route !== "index");
    return {
      text: section.title,
      link: toLink(page ?? firstPage(section)),
      activeMatch: `^/(?:${listRoots(section).join("|")})`,
    };
  });
}

/** The sidebar of a page lists the pages of its section. The first two sections share theirs: a reader goes from one to the other. */
export function toSidebar(
  sections: readonly Section[],
  api: readonly ApiGroup[],
): DefaultTheme.SidebarMulti {
  const shared = sections.slice(0, 2);
  const sidebars = sections.map((section) => [
    `/${firstFolder(section)}`,
    [
      ...(shared.includes(section) ? shared : [section])
        .flatMap(({ groups }) => groups)
        .map(({ title, pages }) => ({
          text: title,
          // The index of the decisions lists the others.
          items: [
            ...(title === "Decisions" ? pages.slice(0, 1) : pages).map(toItem),
            ...(title === "Facts" ? sectionsOfPages : []),
          ],
        })),
      ...(section.title === "Reference" ? [{ text: "API", items: api.map(toApiItem) }] : []),
    ],
  ]);
  return Object.fromEntries(sidebars) as DefaultTheme.SidebarMulti;
}

/** What readers look up, and which is a section of a longer page. */
const sectionsOfPages: DefaultTheme.SidebarItem[] = [
  { text: "Options", link: "/reference/api/options" },
  { text: "Webhook outcomes", link: "/reference/core#outcomes" },
  { text: "Contract overrides", link: "/reference/core#where-the-gateway-differs" },
];

const toItem = (page: Pick<Page, "title" | "route">): DefaultTheme.SidebarItem => ({
  text: page.title,
  link: toLink(page),
});

/** A package with several pages opens where the reader is. Without a link, its row would be a button inside of a button. */
function toApiItem({ title, pages }: ApiGroup): DefaultTheme.SidebarItem {
  const [first] = pages as [ApiGroup["pages"][number]];
  if (pages.length === 1) return toItem(first);
  const link = `/reference/api/#${githubAnchor(title)}`;
  return { text: title, link, collapsed: true, items: pages.map(toItem) };
}

const firstFolder = (section: Section): string => listRoots(section)[0] ?? "";

/** The folders of a section, and its pages outside of them: `concepts/` and `timeline`. */
function listRoots(section: Section): string[] {
  const routes = section.groups
    .flatMap(({ pages }) => pages.map(({ route }) => route))
    .filter((route) => route !== "index");
  const roots = routes.map((route) => (route.includes("/") ? `${route.split("/")[0]}/` : route));
  return [...new Set(roots)];
}
