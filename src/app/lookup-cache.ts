// Remembers a bounded number of look-ups of a run, so that many domains with the same hosts ask once.

/** Returns `compute(key)`, or what it gave for the same key before; the oldest keys are forgotten beyond `limit`. */
export function createLookupCache<K, V>(
  limit: number,
  compute: (key: K) => Promise<V>,
): (key: K) => Promise<V> {
  const entries = new Map<K, Promise<V>>();
  return (key) => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const value = compute(key);
    entries.set(key, value);
    const oldest = entries.keys().next();
    if (entries.size > limit && oldest.done === false) entries.delete(oldest.value);
    return value;
  };
}
