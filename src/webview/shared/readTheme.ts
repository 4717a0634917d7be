import type { Theme } from './theme';

/** The theme that VS Code has written into the page. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string) => style.getPropertyValue(`--vscode-${name}`).trim();
  return {
    background: variable('editor-background'),
    foreground: variable('editor-foreground'),
    fontFamily: variable('font-family'),
    fontSize: parseFloat(variable('font-size')),
    highContrast: document.body.classList.contains('vscode-high-contrast'),
  };
}

/** Calls the listener after each change of theme, until the function that is returned is called. */
export function onThemeChange(listener: () => void): () => void {
  // VS Code sets the variables after the class, in the same turn: an observer runs when both are there.
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => observer.disconnect();
}
