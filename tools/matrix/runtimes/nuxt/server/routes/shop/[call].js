import { Numipay } from "@numipay/core";
import { defineEventHandler, getRequestURL } from "h3";
import { callGateway } from "play";

export default defineEventHandler((event) => callGateway(Numipay, getRequestURL(event)));
