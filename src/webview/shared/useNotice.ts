import { useEffect, useState } from 'preact/hooks';

const SHOWN_MILLISECONDS = 5000;

/** A text that goes away by itself, and what says one; to be shown in a live region. */
export function useNotice(): [text: string, say: (text: string) => void] {
  // An object each time, so that the same text said again starts anew.
  const [notice, setNotice] = useState({ text: '' });
  useEffect(() => {
    if (notice.text === '') return;
    const timer = setTimeout(() => setNotice({ text: '' }), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [notice]);
  return [notice.text, (text) => setNotice({ text })];
}
