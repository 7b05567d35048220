/** Characters with a named HTML entity. */
export const names: Record<string, string> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "+": "plus",
};

/** Each decoder removes one encoding. */
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

/** All texts that result from decoding a text in any order, up to `depth` levels. */
export function decodedTexts(text: string, depth = 4): Set<string> {
  const found = new Set([text]);
  let last = [text];
  for (let level = 0; level < depth; level += 1) {
    last = last.flatMap((one) => decoders.map((decode) => decode(one)));
    last = last.filter((one) => !found.has(one));
    for (const one of last) found.add(one);
  }
  return found;
}

/** True if any decoded text contains a secret, whatever separates its characters. */
export function containsSecret(text: string, secret: string): boolean {
  const isCard = /^\d+$/.test(secret);
  const bare = (one: string) =>
    isCard ? one.replaceAll(/\D/g, "") : one.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return [...decodedTexts(text)].some((one) => bare(one).includes(bare(secret)));
}
