/** What the loader says of a library that another one needs. */
const MISSING_LIBRARY = /with error: ([^\s:]+\.so[^\s:]*): cannot open shared object file/;
/** What the driver or one of NVIDIA's libraries says, among the places in ONNX Runtime's sources that it came through. */
const CUDA_FAILURE = /\b((?:CUDA|CUBLAS|CUDNN) failure \d+: .*?) ; GPU=/;
/** Where in its sources ONNX Runtime failed, and the check that failed. */
const SOURCES = /^\S*onnxruntime_src\S* .* was false\. /;

/**
 * Why a provider does not work, as a user can read it.
 *
 * @param message of the error that was thrown
 * @param said what the runtime and the driver printed
 */
export function failureText(message: string, said: string): string {
  const library = MISSING_LIBRARY.exec(said)?.[1] ?? MISSING_LIBRARY.exec(message)?.[1];
  if (library !== undefined) return `the library ${library.split('/').at(-1)!} is missing`;
  const failure = CUDA_FAILURE.exec(message)?.[1];
  if (failure !== undefined) return failure;
  if (message.includes('No supported adapters')) return 'WebGPU finds no GPU that it can use';
  const [first = ''] = message.replace(SOURCES, '').split('\n');
  return first.trim();
}
