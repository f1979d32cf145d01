// Reads what `reg query KEY [/s]` prints. Value names and types are the same in every language of Windows.

export type RegistryKey = {
  /** As printed: `HKEY_LOCAL_MACHINE\SYSTEM\…`. */
  readonly path: string;
  /** Data by value name in lower case: the registry does not tell letter case apart. */
  readonly values: ReadonlyMap<string, RegistryValue>;
};

export type RegistryValue = { readonly name: string; readonly type: string; readonly data: string };

const VALUE = /^ {4}(.*?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/;

/** Lines that are neither a key nor a value (notes in the system's language) are passed over. */
export function parseRegQuery(text: string): readonly RegistryKey[] {
  const keys: RegistryKey[] = [];
  let values: Map<string, RegistryValue> | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("HKEY_")) {
      values = new Map();
      keys.push({ path: line.trimEnd(), values });
      continue;
    }
    const match = values === undefined ? null : VALUE.exec(line);
    if (match === null) continue;
    const [, name = "", type = "", data = ""] = match;
    values?.set(name.toLowerCase(), { name, type, data: data.trimEnd() });
  }
  return keys;
}

/** The text of a value, undefined where it is missing or empty. */
export function registryText(key: RegistryKey | undefined, name: string): string | undefined {
  const data = key?.values.get(name.toLowerCase())?.data.trim();
  return data === "" ? undefined : data;
}

/** A list kept in one value: REG_MULTI_SZ (printed with `\0` between the items) or text with commas or blanks. */
export function registryList(key: RegistryKey | undefined, name: string): readonly string[] {
  return (registryText(key, name) ?? "").split(/\\0|[\s,;]+/).filter((item) => item !== "");
}
