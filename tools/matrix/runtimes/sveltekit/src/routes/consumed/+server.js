import { webhook } from "../../webhook.js";

export async function POST({ request }) {
  await request.json();
  return webhook.fetch(request);
}
