/**
 * The variables with which a process finds a GPU for WebGPU: SwiftShader, which computes on the CPU. They are read as
 * the process starts. Where there is no SwiftShader, the reason.
 */
export function swiftShader(): { readonly env: Record<string, string> } | { readonly reason: string };
