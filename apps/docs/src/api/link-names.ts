/**
 * Makes the names in the HTML of highlighted code links. Types are linked wherever they are; a function or a constant, whose name may
 * also be a property, only if the code is nothing else.
 */
export function linkNames(html: string, names: ReadonlyMap<string, string>): string {
  const whole = /^(\w+)(\(\))?$/.exec(html);
  const address = whole && names.get(whole[1] ?? "");
  if (address) return toLink(address, html);
  return html.replaceAll(/<[^<>]*>|&#?\w+;|"[^"<]*"|[A-Za-z_$][\w$]*/g, (token) => {
    const target = /^[A-Z]/.test(token) ? names.get(token) : undefined;
    return target === undefined ? token : toLink(target, token);
  });
}

const toLink = (address: string, text: string): string => `<a href="${address}">${text}</a>`;
