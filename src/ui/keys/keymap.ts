// Which key means what, by scope: the table of commands with the keys that the configuration names instead.
import { err, ok, type Result } from "../../core/result.ts";
import { COMMAND_IDS, COMMANDS, isCommandId, type CommandId, type KeyScope } from "./commands.ts";
import { isKeyName } from "./key-name.ts";

export type Keymap = {
  readonly keysOf: (command: CommandId) => readonly string[];
  /** The command of a key, the innermost scope first. */
  readonly commandOf: (key: string, scopes: readonly KeyScope[]) => CommandId | undefined;
};

/** Keys by command, as the configuration file has them; what is not named keeps its keys. */
export type KeyWishes = Readonly<Record<string, readonly string[]>>;

/** An error is one clause: an unknown command or key, or two commands of one scope that want the same key. */
export function createKeymap(wishes: KeyWishes = {}): Result<Keymap, string> {
  for (const [command, keys] of Object.entries(wishes)) {
    if (!isCommandId(command)) return err(`'${command}' is no command`);
    const odd = keys.find((key) => !isKeyName(key));
    if (odd !== undefined) return err(`'${odd}' for ${command} is no key`);
  }
  const keysOf = (command: CommandId): readonly string[] => wishes[command] ?? COMMANDS[command].keys;
  const meanings = new Map<KeyScope, Map<string, CommandId>>();
  for (const command of COMMAND_IDS) {
    const { scope } = COMMANDS[command];
    const known = meanings.get(scope) ?? new Map<string, CommandId>();
    meanings.set(scope, known);
    for (const key of keysOf(command)) {
      const other = known.get(key);
      if (other !== undefined) return err(`'${key}' can't mean both ${other} and ${command}`);
      known.set(key, command);
    }
  }
  const hidden = hiddenWish(wishes, meanings);
  if (hidden !== null) return err(hidden);
  // It must work where text is typed, too.
  if (!keysOf("interrupt").some((key) => key.includes("+")))
    return err("interrupt needs a key that types nothing, such as ctrl+c");
  return ok({
    keysOf,
    commandOf: (key, scopes) => {
      for (const scope of scopes) {
        const command = meanings.get(scope)?.get(key);
        if (command !== undefined) return command;
      }
      return undefined;
    },
  });
}

/** Scopes whose keys are heard at the same time, the innermost first. */
const HEARD_TOGETHER: readonly (readonly KeyScope[])[] = (
  ["hosts", "dns", "findings", "publish", "firewall", "clients", "log"] as const
).map((screen) => [screen, "list", "everywhere"]);

/** A wish that another scope would hide, or that would hide something there; null where there is none. */
function hiddenWish(
  wishes: KeyWishes,
  meanings: ReadonlyMap<KeyScope, ReadonlyMap<string, CommandId>>,
): string | null {
  for (const command of COMMAND_IDS) {
    const { scope } = COMMANDS[command];
    const others = new Set(HEARD_TOGETHER.filter((scopes) => scopes.includes(scope)).flat());
    others.delete(scope);
    for (const key of wishes[command] ?? [])
      for (const other of others) {
        const meaning = meanings.get(other)?.get(key);
        if (meaning !== undefined) return `'${key}' can't mean both ${meaning} and ${command}`;
      }
  }
  return null;
}
