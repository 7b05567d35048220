import { defineEventHandler } from "h3";
import { webhook } from "../webhook.js";

export default defineEventHandler(() => `A shop with ${typeof webhook.fetch}`);
