import { Agent } from "node:http";
import { post } from "../post.js";

const agent = new Agent({ keepAlive: true });

/** Asks what `serveCalls` serves. Rejects unless the answer is there and whole. */
export async function call(url, name, input) {
  const { status, text } = await post(`${url}/${name}`, { body: JSON.stringify(input), agent });
  if (status !== 200) throw new Error(`${name} was answered ${status}`);
  return JSON.parse(text);
}
