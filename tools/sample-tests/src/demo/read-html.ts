// Finds elements in the pages of the sample apps and of the sandbox. It is not a parser for HTML in general.

export interface Element {
  attributes: Record<string, string>;
  content: string;
}

/** Finds elements that do not contain elements of the same name. */
export function findElements(html: string, name: string): Element[] {
  // oxlint-disable-next-line numipay/no-dynamic-regexp -- reads the pages of the sample apps only
  const matches = html.matchAll(new RegExp(`<${name}\\b([^>]*)>([^]*?)</${name}\\s*>`, "g"));
  return [...matches].map(([, attributes = "", content = ""]) => {
    return { attributes: readAttributes(attributes), content };
  });
}

/** The fields that a browser sends when the button is pressed. */
export function readFormFields(form: Element, button: Element): Record<string, string> {
  const inputs = [...form.content.matchAll(/<input\b([^<>]*)>/g)]
    .map(([, attributes = ""]) => attributes)
    .filter((input) => !input.includes('type="radio"') || /\schecked\b/.test(input))
    .map(readAttributes);
  const fields: Record<string, string> = {};
  for (const { name, value = "" } of [...inputs, button.attributes]) {
    if (name !== undefined) fields[name] = value;
  }
  return fields;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = text.matchAll(/(?<![\w-])([\w-]+)="([^"]*)"/g);
  return Object.fromEntries(Array.from(pairs, ([, name, value = ""]) => [name, unescape(value)]));
}

function unescape(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
