import { createServer } from "node:net";
import { Sentence } from "./sentence.js";

/** Throws one sentence when nothing could listen on this port. */
export function assertPortFree(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => reject(portTrouble(error, port, host)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function portTrouble(error, port, host) {
  const words = {
    EADDRINUSE: `Port ${port} is taken by another program. Choose another with PORT, for example PORT=${port + 1} npm start.`,
    EACCES: `Port ${port} needs rights that this user lacks. Choose one above 1023 with PORT.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine.`,
    ENOTFOUND: `HOST ${host} is not an address of this machine.`,
  };
  return words[error.code] ? new Sentence(words[error.code]) : error;
}
