// @ts-check

/** Markup that is written already, and is not escaped again. */
export class Markup {
  constructor(text: string) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

export type Part = string | number | boolean | null | undefined | Markup | readonly Part[];

/**
 * Markup in which every value is escaped, unless it is `Markup` itself. Lists are joined; null, undefined and false are
 * nothing.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]) {
  return new Markup(strings.reduce((text, piece, index) => text + write(parts[index - 1]) + piece));
}

function write(part: Part): string {
  if (part === undefined || part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
