/** How many files or directories are looked at at once: the editor's other extensions read files, too. */
const AT_ONCE = 8;

/** Does some work for each of many things, a few at a time. */
export async function inParallel<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items].values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
