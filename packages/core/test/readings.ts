/** Characters that HTML has a name for. */
export const names: Record<string, string> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "+": "plus",
};

/** A reader who undoes one encoding at a time. */
const decoders: ((text: string) => string)[] = [
  (text) =>
    text.replaceAll(/(?:%[\da-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll("%", ""), "hex").toString(),
    ),
  (text) =>
    text
      .replaceAll(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      .replaceAll(/\\([/"\\])/g, "$1"),
  (text) =>
    text
      .replaceAll(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replaceAll(
        /&(\w+);/g,
        (whole, name: string) =>
          Object.entries(names).find(([, one]) => one === name)?.[0] ?? whole,
      ),
  (text) =>
    text
      .replaceAll(/\r\n(?=[\w+/-])/g, "")
      .replaceAll(/[\w+/-]{11,}/g, (run) => Buffer.from(run, "base64").toString()),
];

/** All that a reader may come to. */
export function readings(text: string, depth = 4): Set<string> {
  const found = new Set([text]);
  let last = [text];
  for (let level = 0; level < depth; level += 1) {
    last = last.flatMap((one) => decoders.map((decode) => decode(one)));
    last = last.filter((one) => !found.has(one));
    for (const one of last) found.add(one);
  }
  return found;
}

/** True when any reading holds a secret, however it is broken up. */
export function holds(text: string, secret: string): boolean {
  const isCard = /^\d+$/.test(secret);
  const bare = (one: string) =>
    isCard ? one.replaceAll(/\D/g, "") : one.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return [...readings(text)].some((one) => bare(one).includes(bare(secret)));
}
