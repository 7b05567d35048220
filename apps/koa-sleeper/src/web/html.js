// @ts-check

/** Markup that is written already, and is not escaped again. */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** @typedef {string | number | boolean | null | undefined | Markup | readonly Part[]} Part */

/**
 * Markup in which every value is escaped, unless it is `Markup` itself. Lists are joined; null, undefined and false are
 * nothing.
 * @param {TemplateStringsArray} strings
 * @param {...Part} parts
 */
export function html(strings, ...parts) {
  return new Markup(strings.reduce((text, piece, index) => text + write(parts[index - 1]) + piece));
}

/** @param {Part} part @returns {string} */
function write(part) {
  if (part === undefined || part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
