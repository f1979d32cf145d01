// A KMS host endpoint in a process of its own, for peers in other namespaces: `node serve-kms-host.ts ADDRESS PORT`.
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import { startKmsHost } from "../../src/lab/kms-host/kms-host.ts";

const [address = "127.0.0.1", port = "0"] = process.argv.slice(2);
const host = await startKmsHost({ address, port: Number(port) });
process.stdout.write(`listening ${formatEndpoint(host.endpoint)}\n`);
process.once("SIGTERM", () => void host.stop());
