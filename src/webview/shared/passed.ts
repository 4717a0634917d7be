/** A busy page is told of many moves by one event: all are needed, or a lasso's corners would be cut off. */
export function passed(event: PointerEvent): readonly PointerEvent[] {
  const all = event.getCoalescedEvents();
  return all.length > 0 ? all : [event];
}
