import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { mapText } from "./split-fences.js";

const github = "https://github.com/numipay/numipay-node";
const onGithub = /^https:\/\/github\.com\/numipay\/numipay-node\/(?:blob|tree)\/main(?:\/|$)/;

export interface LinkContext {
  /** The absolute path of the repository. */
  repository: string;
  /** The file that contains the links, from the root of the repository. */
  source: string;
  /** The route of each page, by its source. */
  routes: ReadonlyMap<string, string>;
}

/**
 * Links to Markdown files that are pages of the site lead to those pages. Links to other files of the repository lead to GitHub,
 * and images are loaded from the site.
 */
export function rewriteLinks(markdown: string, context: LinkContext): string {
  const links =
    /(`[^`]*`)|(\]\(<?)([^)\s>]+)|(^\[[^\]]+\]:\s+)(\S+)|(\b(?:href|src|srcset)=")([^"]+)(?=")/gm;
  return mapText(markdown, (text) =>
    text.replaceAll(links, (all, code?: string, ...rest: (string | undefined)[]) => {
      if (code !== undefined) return all;
      const [before = "", target = ""] = rest.filter((one) => one !== undefined);
      return `${before}${rewriteLink(target, context)}`;
    }),
  );
}

function rewriteLink(target: string, { repository, source, routes }: LinkContext): string {
  const isOnGithub = onGithub.test(target);
  if (target.startsWith("#") || (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target) && !isOnGithub)) {
    return target;
  }
  const [path = "", anchor] = (isOnGithub ? target.replace(onGithub, "") : target).split("#");
  const file = normalize(join(isOnGithub ? "." : dirname(source), path)).replace(/\/$/, "");
  const route = routes.get(file) ?? routes.get(file === "." ? "README.md" : `${file}/README.md`);
  const hash = anchor === undefined ? "" : `#${anchor}`;
  if (route !== undefined) return `/${route.replace(/(^|\/)index$/, "$1")}${hash}`;
  if (/\.(?:svg|png)$/.test(file)) return `/${toPublicName(file)}`;
  const absolute = join(repository, file);
  const kind = existsSync(absolute) && statSync(absolute).isDirectory() ? "tree" : "blob";
  return `${github}/${kind}/main/${file}${hash}`;
}

/** The name of an image in the site's public folder. */
const toPublicName = (file: string): string => file.replace(/^docs\//, "");
