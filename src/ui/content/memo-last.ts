// Remembers the last result of a pure function: lists are derived once for a state, however often it is drawn.

/** The same arguments, by identity, give the same result without work. */
export function memoLast<Args extends readonly unknown[], Result>(
  derive: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    if (last?.args.every((arg, index) => arg === args[index]) === true) return last.result;
    const result = derive(...args);
    last = { args, result };
    return result;
  };
}
