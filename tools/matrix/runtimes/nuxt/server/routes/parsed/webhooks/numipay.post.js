export { default } from "../../webhooks/numipay.post.js";
