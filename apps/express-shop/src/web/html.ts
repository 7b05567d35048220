// @ts-check

/** Text that is HTML already, and is not escaped again. */
export class Html {
  constructor(text: string) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

export type Value = string | number | boolean | null | undefined | Html | readonly Value[];

/** HTML in which every value is escaped, unless it is `Html` itself. Lists are joined; null, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: Value[]) {
  return new Html(strings.reduce((text, part, index) => text + toText(values[index - 1]) + part));
}

function toText(value: Value): string {
  if (value === undefined || value === null || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(toText).join("");
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
