import { expect } from "vitest";
import type { SandboxOptions } from "../../src/index.js";
import { createMerchant, type Merchant } from "../merchant.js";

/** Reads the portal's pages and submits their forms, like a browser without scripts. */
export interface Visitor extends Merchant {
  /** Reads a page below /portal/. It must exist. */
  readonly read: (path: string) => Promise<string>;
  /** Submits a form without following the redirect. */
  readonly send: (path: string, fields: Record<string, string> | FormData) => Promise<Sent>;
  /** Submits a form that must be accepted, and reads the page that it redirects to. */
  readonly post: (path: string, fields?: Record<string, string> | FormData) => Promise<string>;
}

/** The response to a form. */
export interface Sent {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

/** Opens a sandbox and its portal. */
export async function createVisitor(options: SandboxOptions = {}): Promise<Visitor> {
  const merchant = await createMerchant(options);
  const { sandbox } = merchant;
  const address = (path: string): string => `${sandbox.baseUrl}/portal/${path}`;

  const read = async (path: string, headers: Record<string, string> = {}): Promise<string> => {
    const response = await sandbox.fetch(address(path), { headers });
    expect(response.status).toBe(200);
    return response.text();
  };
  const send: Visitor["send"] = async (path, fields) => {
    const response = await sandbox.fetch(address(path), {
      method: "POST",
      redirect: "manual",
      headers: { origin: sandbox.baseUrl },
      body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    });
    return { status: response.status, html: await response.text(), headers: response.headers };
  };
  return {
    ...merchant,
    read,
    send,
    async post(path, fields = {}) {
      const { status, headers } = await send(path, fields);
      expect(status).toBe(303);
      const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
      return read((headers.get("location") ?? "").replace("/portal/", ""), { cookie });
    },
  };
}

/** The text of a page without markup. */
export function textOf(html: string): string {
  return html
    .replace(/<(script|style)[^]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replace(/\s+/g, " ");
}

/** The value of a field and its problem. */
export function fieldOf(html: string, name: string): { value: string; problem: string } {
  const [, rest = ""] = new RegExp(`<input[^>]*?name="${name}"([^>]*)>`).exec(html) ?? [];
  const id = new RegExp(`id="([^"]+)"[^>]*name="${name}"`).exec(html)?.[1] ?? "";
  const problem = new RegExp(`id="${id}-problem"[^>]*>([^<]*)<`).exec(html)?.[1] ?? "";
  return { value: /value="([^"]*)"/.exec(rest)?.[1] ?? "", problem: problem.trim() };
}

/** Text that would be markup if it were not escaped. */
export const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
