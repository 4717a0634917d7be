import { useLayoutEffect, useReducer } from 'preact/hooks';
import type { Observable } from './observable';

/** The value of an observable; the component renders again when it changes. */
export function useValue<T>(observable: Observable<T>): T {
  const render = useRender();
  const { value } = observable;
  useLayoutEffect(() => {
    // It may have changed since it was rendered.
    if (!Object.is(observable.value, value)) render();
    return observable.subscribe(render);
  }, [observable]);
  return value;
}

/** The value of an observable that changes often: the component renders again at most once in `milliseconds`. */
export function useThrottledValue<T>(observable: Observable<T>, milliseconds: number): T {
  const render = useRender();
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = observable.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        render();
      }, milliseconds);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [observable, milliseconds]);
  return observable.value;
}

function useRender(): () => void {
  const [, count] = useReducer<number, undefined>((n) => n + 1, 0);
  return () => count(undefined);
}
