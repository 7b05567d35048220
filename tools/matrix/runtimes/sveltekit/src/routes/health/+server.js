import { checkHealth } from "play";
import { webhook } from "../../webhook.js";

export const GET = () => checkHealth(webhook);
