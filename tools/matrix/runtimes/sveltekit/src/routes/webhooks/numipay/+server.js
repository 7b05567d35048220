import { webhook } from "../../../webhook.js";

export const POST = ({ request }) => webhook.fetch(request);
