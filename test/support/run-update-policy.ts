// Runs the update-policy oracle in a process of its own, so that it can be started inside a network namespace.
import { dumpZone, examineUpdates } from "./examine-update-policy.ts";

const endpoint = { address: process.argv[2] ?? "", port: Number(process.argv[3]) };
const before = await dumpZone(endpoint, false);
const facts = await examineUpdates(endpoint);
const after = await dumpZone(endpoint, false);
process.stdout.write(JSON.stringify({ facts, before, after }));
