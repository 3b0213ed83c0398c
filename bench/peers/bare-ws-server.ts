import { createServer } from "node:http";
import pg from "pg";
import { WebSocketServer } from "ws";

// The floor under "sample in, all screens told": one row is committed, then the body goes to every socket. No accounts, no checks, no store.
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 4 });
await pool.query("CREATE TABLE floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload bytea NOT NULL)");

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => void take(Buffer.concat(parts)).then(() => response.writeHead(204).end()));
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

async function take(body: Buffer): Promise<void> {
  if (body.length === 0) return;
  await pool.query({ name: "keep", text: "INSERT INTO floor (payload) VALUES ($1)", values: [body] });
  const words = body.toString();
  for (const socket of sockets.clients) socket.send(words);
}

server.listen(Number(process.env["PORT"]), "127.0.0.1");
