import { type html, raw } from "hono/html";

type Markup = ReturnType<typeof html>;

/** All but tab, newline and carriage return. */
const controls = /[^\P{Cc}\t\n\r]/gu;

/**
 * Makes the control characters of a whole page visible. What a stranger sent, or a receiver answered, may hold them:
 * markup escaping leaves them as they are, and a terminal that shows the page's source obeys them.
 */
export function showControls(markup: Markup): Markup {
  return markup instanceof Promise ? markup.then(clean) : clean(markup);
}

function clean(markup: Awaited<Markup>): Awaited<Markup> {
  return raw(markup.replace(controls, toPicture));
}

/** The picture of a control character, such as ␛. There are none for those above 127. */
function toPicture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x24_00 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}
