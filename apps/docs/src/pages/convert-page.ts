import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readRecording } from "../timeline/read-recording.js";
import { toMarkdown } from "../timeline/to-markdown.js";
import { convertPictures, inlineDiagrams } from "./convert-images.js";
import { convertTabs } from "./convert-tabs.js";
import { readSection } from "./read-section.js";
import { type LinkContext, rewriteLinks } from "./rewrite-links.js";
import { stripFlags } from "./strip-flags.js";

/** A Markdown file of the repository as a page of the site. */
export function convertPage(context: LinkContext): string {
  const markdown = readFileSync(join(context.repository, context.source), "utf8");
  return expandTimeline(expandIncludes(convertMarkdown(markdown, context), context));
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

/** `<!-- timeline -->` is the recorded timeline: a component for readers, and its text for coding agents. */
function expandTimeline(markdown: string): string {
  return markdown.replace(/^<!-- timeline -->$/m, () =>
    [
      "<llm-exclude>",
      `<script setup>\nimport { FaultTimeline } from "../../.vitepress/theme/timeline/fault-timeline.ts";\n</script>`,
      "<FaultTimeline />",
      "</llm-exclude>",
      `<llm-only>\n\n${toMarkdown(readRecording())}\n\n</llm-only>`,
    ].join("\n\n"),
  );
}
