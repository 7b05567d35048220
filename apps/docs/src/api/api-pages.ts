import type { Entry } from "./read-entries.js";

/** A page of the reference, before its symbols are known. */
export interface ApiPage {
  /** In the sidebar. */
  title: string;
  /** Without a leading slash: `reference/api/sql/pg`. */
  route: string;
  entry: Entry;
}

interface Topic {
  title: string;
  name: string;
  /** Matches the path of the declarations, from the folder `dist` of the package. */
  files: RegExp;
}

/** An entry with hundreds of names has a page for each topic, in this order. The last topic that matches wins. */
const topics: Readonly<Record<string, readonly Topic[]>> = {
  "@numipay/core": [
    { title: "Client", name: "client", files: /^client\// },
    { title: "Webhooks and inboxes", name: "webhooks", files: /^webhooks\// },
    { title: "Journals and outboxes", name: "outbox", files: /^outbox\// },
    { title: "Reconciliation", name: "reconcile", files: /^reconcile\// },
    { title: "Events and signatures", name: "events", files: /^protocol\// },
    {
      title: "Telemetry",
      name: "telemetry",
      files: /^(?:protocol\/)?telemetry\/|-messages?\.d\.ts$/,
    },
    { title: "Contract", name: "contract", files: /^protocol\/contract/ },
    {
      title: "Errors",
      name: "errors",
      files: /(?:^|[/-])errors?\.d\.ts$|nothing-was-done/,
    },
  ],
};

/** The page of a symbol that an entry exports and that one of these files declares. Throws if no topic of the entry matches. */
export function pageOf(entry: Entry, file: string): ApiPage {
  const folder = entry.packageName.replace("@numipay/", "reference/api/");
  const own = topics[entry.specifier];
  if (own === undefined) {
    const route = hasSeveralPages(entry) ? `${folder}/${entry.name || "index"}` : folder;
    return { title: entry.specifier, route, entry };
  }
  const path = file.replace(/^.*\/dist\//, "");
  const topic = own.findLast(({ files }) => files.test(path));
  if (topic === undefined) {
    throw new Error(`No page of the reference has ${path}. Add a topic to src/api/api-pages.ts.`);
  }
  return { title: topic.title, route: `${folder}/${topic.name}`, entry };
}

const hasSeveralPages = ({ packageName }: Entry): boolean =>
  ["@numipay/core", "@numipay/sql"].includes(packageName);

/** A name that several entries of a package export is on the page of the package, unless the package has pages by topic. */
export function sharedPage(page: ApiPage, other: Entry): ApiPage {
  const { packageName } = page.entry;
  if (other.packageName !== packageName || packageName in topics) return page;
  const entry = { ...page.entry, specifier: packageName, name: "" };
  return pageOf(entry, "");
}

/** The topics of an entry come first, then the other entries of its package. */
export function topicRank({ title }: ApiPage): number {
  const rank = Object.values(topics)
    .flat()
    .findIndex((one) => one.title === title);
  return rank === -1 ? Number.MAX_SAFE_INTEGER : rank;
}
