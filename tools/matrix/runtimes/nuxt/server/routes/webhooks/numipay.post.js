import { defineEventHandler, toWebRequest } from "h3";
import { webhook } from "../../webhook.js";

export default defineEventHandler((event) => webhook.fetch(toWebRequest(event)));
