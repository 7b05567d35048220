import { type html, raw } from "hono/html";

type Markup = ReturnType<typeof html>;

/** All control characters except tab, newline and carriage return. */
const controls = /[^\P{Cc}\t\n\r]/gu;

/**
 * Makes the control characters of a page visible. Text from merchants and receivers may contain them. HTML escaping keeps
 * them, and a terminal that prints the page's source executes them.
 */
export function showControls(markup: Markup): Markup {
  return markup instanceof Promise ? markup.then(clean) : clean(markup);
}

function clean(markup: Awaited<Markup>): Awaited<Markup> {
  return raw(markup.replace(controls, toPicture));
}

/** The symbol of a control character, such as ␛. Characters above 127 have none. */
function toPicture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x24_00 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}
