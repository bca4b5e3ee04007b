// The limit: a server that says "ok" and keeps nothing.
import { createServer } from "node:http";

createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end('{"status":"accepted"}');
  });
}).listen(Number(process.env.PORT), "127.0.0.1", () => console.log("Ready"));
