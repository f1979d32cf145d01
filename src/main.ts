#!/usr/bin/env node
// argv and streams in, exit code out. Must load on any Node, so that an old one gets one clear line.
import nodeModule from "node:module";

const MINIMUM = [22, 12] as const;
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
  process.stderr.write(
    `kms-doctor: needs Node ${MINIMUM.join(".")} or later, this is ${process.versions.node}. Update Node, or start it from the checkout with 'npm start'.\n`,
  );
  process.exitCode = 3;
} else {
  // Compiled code is kept between runs: it halves the start-up time.
  nodeModule.enableCompileCache?.();
  const { runCli } = await import("./cli/run-cli.ts");
  process.exitCode = await runCli(process.argv.slice(2));
}
