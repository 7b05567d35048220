export { signPayload } from "./protocol/signature.js";
