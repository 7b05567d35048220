import { splitFences } from "./split-fences.js";

/**
 * Between `<!-- tabs -->` and `<!-- /tabs -->`, each code block follows a line with its name in bold. GitHub shows them one below the
 * other, the site shows them as tabs. Other text inside is left out, because a tab is one block.
 */
export function convertTabs(markdown: string): string {
  return markdown.replaceAll(
    /^<!-- tabs -->$([\s\S]*?)^<!-- \/tabs -->$/gm,
    (_all, inside: string) => ["::: code-group", ...listTabs(inside), ":::"].join("\n\n"),
  );
}

function listTabs(inside: string): string[] {
  const tabs: string[] = [];
  let name = "";
  for (const { isCode, lines } of splitFences(inside)) {
    const [fence = "", ...code] = lines;
    if (isCode) tabs.push([`${fence} [${name}]`, ...code].join("\n"));
    else name = lines.findLast((line) => line.startsWith("**"))?.replaceAll("**", "") ?? name;
  }
  return tabs;
}
