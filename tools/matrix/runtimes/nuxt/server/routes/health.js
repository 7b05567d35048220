import { defineEventHandler } from "h3";
import { checkHealth } from "play";
import { webhook } from "../webhook.js";

export default defineEventHandler(() => checkHealth(webhook));
