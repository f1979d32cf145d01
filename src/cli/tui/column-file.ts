// The columns that were chosen in the terminal interface, kept from one time to the next in the state folder.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { EnvironmentError } from "../../core/errors.ts";
import { stateFolder } from "../../io/host/state-folder.ts";
import { SCREENS, type ColumnChoices } from "../../ui/store/ui-state.ts";

function columnFile(): string {
  return path.join(stateFolder(), "columns.json");
}

/** All columns where there is no file. What can't be read is told, and all columns are shown. */
export async function readColumns(tell: (text: string) => void): Promise<ColumnChoices> {
  const file = columnFile();
  try {
    return choicesIn(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") tell(`${file} can't be read (${code ?? "it is no JSON"}): all columns are shown`);
    return {};
  }
}

export async function saveColumns(choices: ColumnChoices): Promise<void> {
  const file = columnFile();
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, `${JSON.stringify(choices, null, 2)}\n`);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new EnvironmentError(`the columns can't be kept in ${file} (${code ?? String(cause)})`, { cause });
  }
}

/** Only what has the right form. */
function choicesIn(value: unknown): ColumnChoices {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    SCREENS.flatMap((screen) => {
      const choice: unknown = Reflect.get(value, screen);
      if (typeof choice !== "object" || choice === null) return [];
      return [
        [
          screen,
          { hidden: texts(Reflect.get(choice, "hidden")), order: texts(Reflect.get(choice, "order")) },
        ],
      ];
    }),
  );
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
