import { Numipay } from "@numipay/core";
import { callGateway } from "play";

export const GET = ({ url }) => callGateway(Numipay, url);
