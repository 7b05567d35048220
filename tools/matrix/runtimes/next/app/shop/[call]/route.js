import { Numipay } from "@numipay/core";
import { callGateway } from "play";

export const GET = (request) => callGateway(Numipay, request.url);
