import { shippedConfig } from "../support/peers/nginx";
import { tryProxies } from "./proxies";

tryProxies([{ name: "our own file is used", servers: shippedConfig, warns: false }]);
