import type { BrowserPage } from "sample-tests/browser";

interface Visit {
  /** The path of each link into the site, with its anchor. */
  links: string[];
  ids: string[];
  problems: string[];
}

/**
 * Opens every path, several at a time, and follows the links in what was read. Returns what is wrong: statuses, foreign requests, links that
 * lead nowhere, and pages that scroll sideways on a phone.
 */
export async function visitPages(
  tabs: readonly BrowserPage[],
  origin: string,
  paths: readonly string[],
): Promise<string[]> {
  const waiting = [...paths];
  const visits = new Map<string, Visit>();
  await Promise.all(
    tabs.map(async (tab) => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        visits.set(path, await visit(tab, origin, path));
      }
    }),
  );
  const problems = [...visits].flatMap(([path, { problems: own }]) =>
    own.map((problem) => `${path} ${problem}`),
  );
  return [...problems, ...findDeadLinks(visits)];
}

async function visit(tab: BrowserPage, origin: string, path: string): Promise<Visit> {
  const problems: string[] = [];
  const onRequest = (request: { url: () => string }) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`)) {
      problems.push(`requests ${request.url()}`);
    }
  };
  tab.on("request", onRequest);
  await tab.setViewportSize({ width: 390, height: 800 });
  const response = await tab.goto(origin + path);
  if (response?.status() !== 200) problems.push(`has the status ${response?.status()}`);
  for (const width of [390, 320]) {
    await tab.setViewportSize({ width, height: 800 });
    const scroll = await tab.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > width) problems.push(`scrolls sideways, ${scroll} of ${width} pixels`);
  }
  const found = await tab.evaluate(() => ({
    title: document.title,
    links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href),
    ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
    broken: [...document.images].filter((one) => one.complete && one.naturalWidth === 0).length,
  }));
  tab.off("request", onRequest);
  if (found.title === "") problems.push("has no title");
  if (found.broken > 0) problems.push(`has ${found.broken} broken images`);
  const links = found.links
    .filter((href) => href.startsWith(`${origin}/`))
    .map((href) => href.slice(origin.length));
  return { links, ids: found.ids, problems };
}

function findDeadLinks(visits: ReadonlyMap<string, Visit>): string[] {
  return [...visits].flatMap(([path, { links }]) =>
    [...new Set(links)].flatMap((link) => {
      const [target = "", anchor] = link.split("#");
      const goal = visits.get(target);
      if (goal === undefined) return [`${path} links to ${target}, which is no page`];
      if (anchor === undefined || anchor === "" || goal.ids.includes(decodeURIComponent(anchor))) {
        return [];
      }
      return [`${path} links to ${link}, which has no such heading`];
    }),
  );
}
