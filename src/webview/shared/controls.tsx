// The only module that knows which library the controls come from: another one is a change of this file.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  type Checkbox as CheckboxElement,
  type Dropdown as DropdownElement,
} from '@vscode/webview-ui-toolkit';
import { h, type ComponentChildren, type JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());

type ButtonProps = {
  readonly children: ComponentChildren;
  /** Whether it is on, for one that switches something. */
  readonly pressed?: boolean;
  readonly onClick: () => void;
} & (
  | { readonly kind?: 'primary' | 'secondary'; readonly label?: string }
  | {
      /** No more than its text until the pointer is on it. */
      readonly kind: 'quiet';
      /** What a screen reader says, since the text alone does not say of what. */
      readonly label: string;
    }
);

/** A button that does something at once. */
export function Button({ children, kind = 'secondary', label, pressed, onClick }: ButtonProps): JSX.Element {
  return h(
    'vscode-button',
    {
      class: kind,
      // Before `appearance`: one that looks like an icon and has no label yet names itself "Icon Button".
      'aria-label': label,
      appearance: kind === 'quiet' ? 'icon' : kind,
      title: label,
      // The element takes this one from its property alone.
      ...(pressed !== undefined && { ariaPressed: String(pressed) }),
      onClick,
    },
    children,
  );
}

interface CheckboxProps {
  readonly children: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A box to tick, with its label. */
export function Checkbox({ children, checked, onChange }: CheckboxProps): JSX.Element {
  const onChecked = (event: Event) => {
    const now = (event.currentTarget as CheckboxElement).checked;
    // The element also says so where the page has set it.
    if (now !== checked) onChange(now);
  };
  return h('vscode-checkbox', { checked, onChange: onChecked }, children);
}

interface DropdownProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few values, with a label before it. */
export function Dropdown<T extends string>({ label, value, options, onChange }: DropdownProps<T>): JSX.Element {
  const id = useId();
  const element = useRef<DropdownElement>(null);
  // It takes a value only once it has its options.
  useLayoutEffect(() => {
    if (element.current) element.current.value = value;
  }, [value]);
  const onChosen = () => {
    const chosen = options.find((option) => option.value === element.current?.value);
    if (chosen && chosen.value !== value) onChange(chosen.value);
  };
  return (
    <span class="control">
      <span id={id}>{label}</span>
      {h(
        'vscode-dropdown',
        { ref: element, onChange: onChosen, 'aria-labelledby': id },
        options.map((option) =>
          h('vscode-option', { key: option.value, value: option.value, selected: option.value === value }, option.text),
        ),
      )}
    </span>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
}

/** A number from 0 on, with a label before it and its value after it; the toolkit has none. */
export function Slider({ label, value, max, step, onChange }: SliderProps): JSX.Element {
  return (
    <label class="control">
      {label}
      <input
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <output class="slider-value">{value.toFixed(2)}</output>
    </label>
  );
}

interface TextBoxProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** What it means, where the label alone does not say. */
  readonly help?: string;
  readonly onInput: (value: string) => void;
}

/** A line of text, with a label before it; the toolkit's has its label above. */
export function TextBox({ label, value, placeholder, help, onInput }: TextBoxProps): JSX.Element {
  return (
    <label class="control" title={help}>
      {label}
      <input
        class="text-box"
        type="search"
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
