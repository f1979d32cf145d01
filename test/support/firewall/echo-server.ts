// Answers every octet on a port with one, in a process of its own, for network namespaces: `node echo-server.ts PORT`.
import { createServer } from "node:net";

const server = createServer((socket) => {
  socket.on("error", () => socket.destroy());
  socket.on("data", () => socket.end("y"));
});
server.listen(Number(process.argv[2]), "::", 4096, () => process.stdout.write("listening\n"));
process.once("SIGTERM", () => process.exit(0));
