// What somebody would write by hand: node:http and pg, one INSERT a request, nothing verified.
import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query(
  "CREATE TABLE IF NOT EXISTS plain_hooks (id bigserial PRIMARY KEY, received_at timestamptz DEFAULT now(), body text NOT NULL)",
);

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    try {
      await pool.query("INSERT INTO plain_hooks (body) VALUES ($1)", [
        Buffer.concat(chunks).toString("utf8"),
      ]);
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end('{"status":"accepted"}');
    } catch {
      response.writeHead(500).end();
    }
  });
}).listen(Number(process.env.PORT), "127.0.0.1", () => console.log("Ready"));
