// Our own server for the bench: the webhook's door and the processor.
import { createServer } from "node:http";
import { getRuntime } from "@/lib/runtime";
import { handleWebhook, webhookKeyOf } from "@/lib/webhooks/receive/doors";
import { makeBenchSite } from "./make-site";

await makeBenchSite(["127.0.0.1"]);
const { env, receiving, processor } = getRuntime();
processor.start();
createServer((request, response) => {
  const key = webhookKeyOf(request.url);
  if (key === null) response.writeHead(404).end();
  else void handleWebhook(receiving, key, request, response);
}).listen(env.PORT, "127.0.0.1", () => console.log("Ready"));
