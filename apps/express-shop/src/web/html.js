// @ts-check

/** Text that is HTML already, and is not escaped again. */
export class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** @typedef {string | number | boolean | null | undefined | Html | readonly Value[]} Value */

/**
 * HTML in which every value is escaped, unless it is `Html` itself. Lists are joined; null, undefined and false are nothing.
 * @param {TemplateStringsArray} strings
 * @param {...Value} values
 */
export function html(strings, ...values) {
  return new Html(strings.reduce((text, part, index) => text + toText(values[index - 1]) + part));
}

/** @param {Value} value @returns {string} */
function toText(value) {
  if (value === undefined || value === null || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(toText).join("");
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
