// The long run: `npm run fuzz [COUNT] [SEED] [TARGET]`. Crashers are kept in test/fuzz/corpus and tried by every test run.
import { FUZZ_TARGETS } from "./targets.ts";
import { fuzz, keepCrasher } from "./runner.ts";

const [countText = "1000000", seedText = String(Date.now() % 2 ** 31), only] = process.argv.slice(2);
const [count, seed] = [Number(countText), Number(seedText)];
let failures = 0;

for (const target of FUZZ_TARGETS) {
  if (only !== undefined && target.name !== only) continue;
  const began = performance.now();
  const failure = fuzz(target, count, seed);
  const seconds = (performance.now() - began) / 1000;
  const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
  if (failure === undefined) {
    console.log(
      `${target.name}: ${count} inputs in ${seconds.toFixed(1)} s, ${megabytes} MB, seed ${seed}: ok`,
    );
  } else {
    failures += 1;
    console.error(`${target.name}: seed ${seed}: ${String(failure.error)}; kept as ${keepCrasher(failure)}`);
  }
}
process.exitCode = failures === 0 ? 0 : 1;
