import type { IncomingHttpHeaders } from "node:http";
import { toRedirectTarget } from "../delivery/redirect-note.js";

/** Who writes such a response: a layer in front of the webhook, or the webhook itself. */
export interface Signs {
  /** Where a redirect leads to, without its query. */
  redirect?: string;
  /** The authentication that the response asks for. */
  challenge?: (typeof challenges)[number];
  /** True if the response names CSRF. */
  isCsrf?: boolean;
  /** The firewall that names itself. */
  firewall?: string;
  /** True for an HTML page. */
  isPage?: boolean;
  /** True if a server reports that its port requires HTTPS. */
  requiresTls?: boolean;
}

/** The first bytes of a body. An error page names its cause there. */
export const maxInspectedBytes = 16 * 1024;

const challenges = ["Basic", "Bearer", "Digest", "Negotiate", "NTLM"] as const;

const firewalls = [
  {
    name: "Cloudflare",
    header: /^server: cloudflare$/im,
    page: /cf-error|cf-chl|attention required|you have been blocked/i,
  },
  {
    name: "AWS",
    header: /^server: (cloudfront|awselb)/im,
    page: /request blocked|403 forbidden/i,
  },
  { name: "Akamai", header: /^server: akamaighost$/im, page: /access denied/i },
  { name: "Imperva", header: /^x-iinfo:/im, page: /incapsula|imperva/i },
  { name: "Sucuri", header: /^(x-sucuri-id|server: sucuri)/im, page: /sucuri/i },
  { name: "ModSecurity", header: /^server: /im, page: /mod_security/i },
] as const;

/** Headers that are only on a blocked response. */
const actions = [
  { name: "Cloudflare", header: "cf-mitigated" },
  { name: "AWS", header: "x-amzn-waf-action" },
] as const;

/**
 * Reads the signs of a response. Only these facts are kept, because its headers and its body may contain the merchant's
 * secrets, and reports are shared.
 *
 * @param start the first bytes of the body, as Latin-1
 */
export function readSigns(
  response: { statusCode?: number | undefined; headers: IncomingHttpHeaders },
  start: string,
  url: URL,
): Signs {
  const { headers, statusCode: status = 0 } = response;
  const redirect = toRedirectTarget({ statusCode: status, headers }, url);
  const [scheme = ""] = (headers["www-authenticate"] ?? "").trim().split(/[\s,]/, 1);
  const challenge = challenges.find((one) => one.toLowerCase() === scheme.toLowerCase());
  const firewall = status < 400 ? undefined : findFirewall(headers, start);
  return {
    ...(redirect !== null && { redirect }),
    ...(challenge !== undefined && { challenge }),
    ...(firewall !== undefined && { firewall }),
    ...(isClientError(status) && csrfText.test(start) && { isCsrf: true }),
    ...(isClientError(status) && tlsText.test(start) && { requiresTls: true }),
    ...(pageStart.test(start) && { isPage: true }),
  };
}

const isClientError = (status: number): boolean => status >= 400 && status < 500;

const csrfText = /csrf|xsrf|cross-site (post|request)|authenticity.?token|page expired/i;
const tlsText = /plain HTTP request was sent to HTTPS port|requires? (TLS|HTTPS)|use HTTPS/i;
const pageStart = /^\s*(<!--.*?-->\s*)?<(!doctype html|html)\b/is;

/** A site behind such a network has its headers on each response, so its page must name it too. */
function findFirewall(headers: IncomingHttpHeaders, start: string): string | undefined {
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
  const found = firewalls.find(({ header, page }) => header.test(lines) && page.test(start));
  if (found !== undefined) return found.name;
  return actions.find(({ header }) => header in headers)?.name;
}
