import type { MarkdownRenderer } from "vitepress";
import type { LinkTargets } from "./list-link-targets.js";
import { linkNames } from "./link-names.js";

type Rule = NonNullable<MarkdownRenderer["renderer"]["rules"][string]>;
type Token = Parameters<Rule>[0][number];

interface Environment {
  relativePath?: string;
}

/** Links the names in the code of the reference, and gives each member of a type an anchor, such as `#webhookoptions-inbox`. */
export function linkCode(md: MarkdownRenderer, links: LinkTargets, base: string): void {
  const { rules } = md.renderer;
  const { fence, code_inline: inline } = rules as { fence: Rule; code_inline: Rule };
  const namesOf = ({ relativePath }: Environment) => {
    const names = links.get(relativePath?.replace(/\.md$/, "") ?? "");
    return names && new Map([...names].map(([name, path]) => [name, base + path.slice(1)]));
  };
  const linked =
    (rule: Rule): Rule =>
    (...parameters) => {
      const [tokens, index, , env] = parameters;
      const html = rule(...parameters);
      const names = namesOf(env as Environment);
      if (names === undefined) return html;
      // A declaration does not link to itself.
      names.delete(sectionOf(tokens[index]));
      return linkCodeElement(html, names);
    };
  rules.fence = linked(fence);
  rules.code_inline = linked(inline);
  md.core.ruler.push("members", (state) => {
    if (links.has((state.env as Environment).relativePath?.replace(/\.md$/, "") ?? "")) {
      markMembers(state.tokens);
    }
  });
}

const sectionOf = (token: Token | undefined): string =>
  (token?.meta as { section?: string } | null)?.section ?? "";

/** Notes in each piece of code whose section it is in, and gives the items that begin with code their anchors. */
function markMembers(tokens: Token[]): void {
  let section = "";
  let anchor = "";
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      anchor = String(token.attrGet("id"));
      section = tokens[index + 1]?.content ?? "";
    }
    for (const code of [token, ...(token.children ?? [])]) code.meta = { section };
    if (token.type === "list_item_open") depth += 1;
    if (token.type === "list_item_close") depth -= 1;
    const text = tokens[index + 2]?.children;
    if (token.type !== "list_item_open" || depth !== 1 || text?.length !== 1) continue;
    const name = /^(?:readonly |static )*"?([\w$.]+)/.exec(text[0]?.content ?? "")?.[1];
    token.attrJoin("class", "member");
    if (name !== undefined) token.attrSet("id", `${anchor}-${name.toLowerCase()}`);
  }
}

/** What is inside of `<code>`. */
function linkCodeElement(html: string, names: ReadonlyMap<string, string>): string {
  return html.replace(
    /(<code[^>]*>)([\s\S]*)(<\/code>)/,
    (_all, open: string, code: string, close: string) => open + linkNames(code, names) + close,
  );
}
