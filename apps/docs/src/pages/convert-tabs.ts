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
  const tabs = /^\*\*(.+)\*\*$[\s\S]*?^(`{3,})([^\n]*)\n([\s\S]*?)^\2$/gm;
  return [...inside.matchAll(tabs)].map(
    ([, name, mark, info, code]) => `${mark}${info} [${name}]\n${code}${mark}`,
  );
}
