import { checkHealth } from "play";
import { webhook } from "../../webhook.mjs";

export const dynamic = "force-dynamic";
export const GET = () => checkHealth(webhook);
