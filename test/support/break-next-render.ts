// Preloaded into the program: drawing the border of a pane throws once the file `break` is there, as a bug in a screen would.
import { existsSync } from "node:fs";

const repeat = Reflect.get(String.prototype, "repeat");
// oxlint-disable-next-line no-extend-native -- for the time of one test, to break what draws
Object.defineProperty(String.prototype, "repeat", {
  value: function broken(this: string, count: number): string {
    if (this === "─" && existsSync("break")) throw new Error("broken in a render");
    return repeat.call(this, count);
  },
});
