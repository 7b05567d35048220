import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A pair of images for light and dark pages. On the site, the theme of the page decides, not the system. */
export function convertPictures(markdown: string, file: string): string {
  const picture =
    /<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)">\s*<img alt="([^"]*)" src="([^"]+)">\s*<\/picture>/g;
  return markdown.replaceAll(picture, (_all, dark: string, alt: string, light: string) => {
    const size = readSize(join(dirname(file), light));
    const toImage = (theme: string, src: string) =>
      `<img class="only-${theme}" alt="${alt}" src="${src}"${size}>`;
    return toImage("light", light) + toImage("dark", dark);
  });
}

/** The page keeps its layout while an image loads. */
function readSize(file: string): string {
  const svg = readFileSync(file, "utf8");
  return / width="\d+" height="\d+"/.exec(svg)?.[0] ?? "";
}

/** A diagram alone in its paragraph becomes part of the page, which has the colors of its classes in both themes. */
export function inlineDiagrams(markdown: string, file: string): string {
  return markdown.replaceAll(
    /^!\[([^\]]*)\]\(([^)\s]+\.svg)\)$/gm,
    (_all, alt: string, path: string) => {
      const svg = readFileSync(join(dirname(file), path), "utf8")
        .replaceAll(/<style>[\s\S]*?<\/style>/g, "")
        .split("\n")
        .map((line) => line.trim())
        .join(" ")
        .trim()
        .replace("<svg ", `<svg class="diagram" role="img" aria-label="${alt}" `);
      return `<div class="diagram-frame" tabindex="0">${svg}</div>`;
    },
  );
}
