import { Agent } from "node:http";
import { post } from "../post.js";

const agent = new Agent({ keepAlive: true });

/** Calls a function that `serveCalls` serves. Rejects unless the complete response arrives. */
export async function call(url: string, name: string, input: object): Promise<unknown> {
  const { status, text } = await post(`${url}/${name}`, { body: JSON.stringify(input), agent });
  if (status !== 200) throw new Error(`The ledger responded to ${name} with ${status}.`);
  return JSON.parse(text);
}
