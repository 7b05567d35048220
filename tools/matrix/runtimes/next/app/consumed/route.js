import { webhook } from "../../webhook.mjs";

export async function POST(request) {
  await request.json();
  return webhook.fetch(request);
}
