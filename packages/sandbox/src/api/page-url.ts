/** Makes a page's path a URL at the origin that the merchant reached the sandbox at: his customer can reach it there too. */
export function pageUrl(requestUrl: string, path: string): string {
  return new URL(path, requestUrl).href;
}
