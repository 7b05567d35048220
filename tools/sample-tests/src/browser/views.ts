import type { Page } from "playwright-core";

type Media = NonNullable<Parameters<Page["emulateMedia"]>[0]>;

/** How a person can look at a page. */
export interface View {
  name: string;
  /** In CSS pixels. */
  width: number;
  media: Media;
}

const widths = [1280, 390, 320];
const colorSchemes = ["light", "dark"] as const;

/** An A4 sheet without its margins. */
const sheetWidth = 718;

export const views: readonly View[] = [
  ...widths.flatMap((width) =>
    colorSchemes.map((colorScheme) => ({
      name: `${width} pixels, ${colorScheme}`,
      width,
      media: { colorScheme },
    })),
  ),
  // Zoom makes CSS pixels larger, so that fewer of them fit.
  { name: "zoom 200%", width: 1280 / 2, media: {} },
  { name: "forced colors", width: 1280, media: { forcedColors: "active" } },
  { name: "print", width: sheetWidth, media: { media: "print" } },
];

/** Shows the open page in a view, without loading it again. */
export async function showView(page: Page, { width, media }: View): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({
    media: "screen",
    colorScheme: "light",
    forcedColors: "none",
    ...media,
  });
}
