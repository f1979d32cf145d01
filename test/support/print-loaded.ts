// Preloaded into the program: tells on standard error, at its end, which files were loaded.
import { registerHooks } from "node:module";

const loaded: string[] = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});
process.on("exit", () => process.stderr.write(`loaded: ${loaded.join(" ")}\n`));
