import { readFileSync } from "node:fs";
import { join } from "node:path";
import { convertPictures, inlineDiagrams } from "./convert-images.js";
import { convertTabs } from "./convert-tabs.js";
import { readSection } from "./read-section.js";
import { type LinkContext, rewriteLinks } from "./rewrite-links.js";
import { stripFlags } from "./strip-flags.js";

/** A Markdown file of the repository as a page of the site. */
export function convertPage(context: LinkContext): string {
  const markdown = readFileSync(join(context.repository, context.source), "utf8");
  return expandIncludes(convertMarkdown(markdown, context), context);
}

function convertMarkdown(markdown: string, context: LinkContext): string {
  const file = join(context.repository, context.source);
  return rewriteLinks(
    convertPictures(inlineDiagrams(convertTabs(stripFlags(markdown)), file), file),
    context,
  );
}

/** `<!-- include: README.md#install -->` is that section of that file, whose path starts at the root of the repository. */
function expandIncludes(markdown: string, context: LinkContext): string {
  return markdown.replaceAll(
    /^<!-- include: ([^\s#]+)#(\S+) -->$/gm,
    (_all, source: string, anchor: string) => {
      const whole = readFileSync(join(context.repository, source), "utf8");
      return convertMarkdown(readSection(whole, anchor), { ...context, source });
    },
  );
}
