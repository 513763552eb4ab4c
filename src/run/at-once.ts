/**
 * Does the same to many things, so many at a time, begun in their order. One that throws stops no other: what was thrown
 * first is thrown when all have ended.
 */
export async function atOnce<T, R>(
  limit: number,
  things: readonly T[],
  act: (thing: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const thrown: unknown[] = [];
  let next = 0;
  const hand = async (): Promise<void> => {
    for (let index = next++; index < things.length; index = next++) {
      try {
        results[index] = await act(things[index] as T, index);
      } catch (error) {
        thrown.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, things.length) }, hand));
  if (thrown.length > 0) throw thrown[0];
  return results;
}
