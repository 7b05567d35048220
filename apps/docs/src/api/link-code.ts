import type { MarkdownRenderer } from "vitepress";
import type { LinkTargets } from "./list-link-targets.js";
import { linkNames } from "./link-names.js";

type Rule = NonNullable<MarkdownRenderer["renderer"]["rules"][string]>;

/** Links the names in the code of the reference, and gives each member of a type an anchor, such as `#webhookoptions-inbox`. */
export function linkCode(md: MarkdownRenderer, links: LinkTargets, base: string): void {
  const { rules } = md.renderer;
  const { fence, code_inline: inline } = rules as { fence: Rule; code_inline: Rule };
  const namesOf = (env: { relativePath?: string }) => {
    const names = links.get(env.relativePath?.replace(/\.md$/, "") ?? "");
    return names && new Map([...names].map(([name, path]) => [name, base + path.slice(1)]));
  };
  const linked =
    (rule: Rule): Rule =>
    (...parameters) => {
      const html = rule(...parameters);
      const names = namesOf(parameters[3] as { relativePath?: string });
      return names === undefined ? html : linkCodeElement(html, names);
    };
  rules.fence = linked(fence);
  rules.code_inline = linked(inline);
  md.core.ruler.push("member-anchors", (state) => {
    if (namesOf(state.env as { relativePath?: string }) === undefined) return;
    let symbol = "";
    let depth = 0;
    for (const [index, token] of state.tokens.entries()) {
      if (token.type === "heading_open") symbol = String(token.attrGet("id"));
      if (token.type === "list_item_open") depth += 1;
      if (token.type === "list_item_close") depth -= 1;
      const code = state.tokens[index + 2]?.children;
      if (token.type !== "list_item_open" || depth !== 1 || code?.length !== 1) continue;
      const name = /^(?:readonly |static )*"?([\w$.]+)/.exec(code[0]?.content ?? "")?.[1];
      token.attrJoin("class", "member");
      if (name !== undefined) token.attrSet("id", `${symbol}-${name.toLowerCase()}`);
    }
  });
}

/** What is inside of `<code>`. */
function linkCodeElement(html: string, names: ReadonlyMap<string, string>): string {
  return html.replace(
    /(<code[^>]*>)([\s\S]*)(<\/code>)/,
    (_all, open: string, code: string, close: string) => open + linkNames(code, names) + close,
  );
}
