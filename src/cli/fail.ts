// How a failure is told: one line on stderr, a JSON document where JSON was asked for, and the exit code.
import { EXIT_FAILED, failureDocument, failureLine, failureOf } from "./exit.ts";
import { stderrWriter, stdoutWriter } from "./writer.ts";

/** `commandPath` is the command as far as it could be told, for the hint. Gives the exit code. */
export async function fail(error: unknown, commandPath: string, argv: readonly string[]): Promise<number> {
  const failure = failureOf(error, commandPath);
  const forNagios = optionWords(argv).includes("--nagios");
  if (forNagios) await printIfPossible(await nagiosLine(failure.message));
  else if (wantsJson(argv)) await printIfPossible(failureDocument(failure));
  await stderrWriter().write(failureLine(failure));
  if (process.env["KMS_DOCTOR_DEBUG"] === "1" && error instanceof Error) {
    await stderrWriter().write(`${error.stack ?? ""}\n`);
  }
  await stderrWriter().flush();
  // To a monitoring system 2 would be CRITICAL.
  return forNagios ? EXIT_FAILED : failure.exitCode;
}

async function nagiosLine(message: string): Promise<string> {
  const { renderNagiosFailure } = await import("./faces/nagios/render-nagios-failure.ts");
  return renderNagiosFailure(message);
}

/** Where standard output can't be written either, the line on standard error still tells what failed first. */
async function printIfPossible(text: string): Promise<boolean> {
  try {
    await stdoutWriter().write(text);
    await stdoutWriter().flush();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function optionWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return end === -1 ? argv : argv.slice(0, end);
}

/** The options may be what could not be parsed, so the raw words are looked at. */
function wantsJson(argv: readonly string[]): boolean {
  const words = optionWords(argv);
  return words.some(
    (word, index) =>
      word === "--json" ||
      word === "--ndjson" ||
      /^--format=(nd)?json$/.test(word) ||
      (word === "--format" && /^(nd)?json$/.test(words[index + 1] ?? "")),
  );
}
