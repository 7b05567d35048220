import type { Page } from "playwright-core";

type Media = NonNullable<Parameters<Page["emulateMedia"]>[0]>;

/** How a person can look at a page. */
export interface View {
  name: string;
  /** In CSS pixels. */
  width: number;
  media: Media;
  /** Whether axe inspects it. */
  hasAxe: boolean;
}

const widths = [1280, 390, 320];
const colorSchemes = ["light", "dark"] as const;

/** Axe takes a second for each view. What it finds depends on the colors or on the width, so not every pair is inspected. */
const schemeWithAxe: Partial<Record<number, (typeof colorSchemes)[number]>> = {
  1280: "light",
  320: "dark",
};

/** An A4 sheet without its margins. */
const sheetWidth = 718;

export const views: readonly View[] = [
  ...widths.flatMap((width) =>
    colorSchemes.map((colorScheme) => ({
      name: `${width} pixels, ${colorScheme}`,
      width,
      media: { colorScheme },
      hasAxe: colorScheme === schemeWithAxe[width],
    })),
  ),
  // Zoom makes CSS pixels larger, so that fewer of them fit.
  { name: "zoom 200%", width: 1280 / 2, media: {}, hasAxe: false },
  { name: "forced colors", width: 1280, media: { forcedColors: "active" }, hasAxe: false },
  { name: "print", width: sheetWidth, media: { media: "print" }, hasAxe: false },
];

/** Shows the open page in a view, without loading it again. */
export async function showView(
  page: Page,
  { width, media }: Pick<View, "width" | "media">,
): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({
    media: "screen",
    colorScheme: "light",
    forcedColors: "none",
    ...media,
  });
}
