import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

interface TabsProps<Tab extends string> {
  readonly tabs: readonly Tab[];
  readonly shown: Tab;
  readonly titleOf: (tab: Tab) => string;
  readonly onChoose: (tab: Tab) => void;
}

/** The page's parts by name; arrow keys go from one to the next. */
export function Tabs<Tab extends string>({ tabs, shown, titleOf, onChoose }: TabsProps<Tab>): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    // Not what is drawn: keys may come faster than drawings.
    const at = Array.from(list.current!.children).indexOf(event.target as Element);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    onChoose(tabs[target]!);
    (list.current!.children[target] as HTMLElement).focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={l10n.t('Views')} ref={list} onKeyDown={press}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === shown}
          aria-controls="tab-panel"
          tabIndex={tab === shown ? 0 : -1}
          onClick={() => onChoose(tab)}
        >
          {titleOf(tab)}
        </button>
      ))}
    </div>
  );
}
