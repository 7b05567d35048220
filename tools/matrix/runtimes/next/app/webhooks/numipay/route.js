import { webhook } from "../../../webhook.mjs";

export const POST = webhook.fetch;
