// What every host of core offers beyond the language itself (Node, browsers, the VS Code web worker).
// Core may use nothing else from its surroundings, so neither Node's nor the DOM's types are loaded here.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
