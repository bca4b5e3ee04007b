import { BARE, HOST_WITHOUT_PORT, tlsServer } from "../support/peers/nginx";
import { tryProxies } from "./proxies";

tryProxies(
  [
    { name: "no Host is passed on", location: BARE },
    { name: "Host is passed on without its port", location: HOST_WITHOUT_PORT },
  ].map(({ name, location }) => ({
    name,
    servers: ({ tls }, upstream) => tlsServer(tls, upstream, location),
    warns: true,
  })),
);
