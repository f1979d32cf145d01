// Puts the Windows build of Node in place for test/windows: `node test/support/fetch-windows-node.ts`.
import { fetchWindowsNode, WINDOWS_NODE } from "./windows-node.ts";

await fetchWindowsNode();
process.stdout.write(`${WINDOWS_NODE}\n`);
