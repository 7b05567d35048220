import { expect } from "vitest";
import type { SandboxOptions } from "../../src/index.js";
import { createMerchant, type Merchant } from "../merchant.js";

/** Somebody who reads the portal's pages and sends their forms, as a browser without a script does. */
export interface Visitor extends Merchant {
  /** Reads a page below /portal/ that must be there. */
  readonly read: (path: string) => Promise<string>;
  /** Sends a form and reads what it answers; a redirect is not followed. */
  readonly send: (path: string, fields: Record<string, string> | FormData) => Promise<Sent>;
  /** Sends a form that must be obeyed, and reads the page that it leads to, with its notice. */
  readonly obey: (path: string, fields?: Record<string, string> | FormData) => Promise<string>;
}

/** What a form was answered. */
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
    const answer = await sandbox.fetch(address(path), { headers });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const send: Visitor["send"] = async (path, fields) => {
    const answer = await sandbox.fetch(address(path), {
      method: "POST",
      redirect: "manual",
      headers: { origin: sandbox.baseUrl },
      body: fields instanceof FormData ? fields : new URLSearchParams(fields),
    });
    return { status: answer.status, html: await answer.text(), headers: answer.headers };
  };
  return {
    ...merchant,
    read,
    send,
    async obey(path, fields = {}) {
      const { status, headers } = await send(path, fields);
      expect(status).toBe(303);
      const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
      return read((headers.get("location") ?? "").replace("/portal/", ""), { cookie });
    },
  };
}

/** What a page says, without its markup. */
export function textOf(html: string): string {
  return html
    .replace(/<(script|style)[^]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replace(/\s+/g, " ");
}

/** The problem that is shown beside a field, and what stands in the field. */
export function fieldOf(html: string, name: string): { value: string; problem: string } {
  const [, rest = ""] = new RegExp(`<input[^>]*?name="${name}"([^>]*)>`).exec(html) ?? [];
  const id = new RegExp(`id="([^"]+)"[^>]*name="${name}"`).exec(html)?.[1] ?? "";
  const problem = new RegExp(`id="${id}-problem"[^>]*>([^<]*)<`).exec(html)?.[1] ?? "";
  return { value: /value="([^"]*)"/.exec(rest)?.[1] ?? "", problem: problem.trim() };
}

/** A text that would be markup if it were not escaped. */
export const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
