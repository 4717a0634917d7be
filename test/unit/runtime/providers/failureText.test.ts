import { expect, it } from 'vitest';
import { failureText } from '../../../../src/runtime/providers/failureText';

// As ONNX Runtime 1.30.0 said them on machines without a GPU.
const PLAIN = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';
const LIBRARIES = '/a/bin/napi-v6/linux/x64';
const LOG =
  '2026-11-23 13:42:13.68 [E:onnxruntime:onnxruntime-node, provider_bridge_ort.cc:2146 Create] ' +
  '/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988 onnxruntime::Provider& ' +
  'onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library ' +
  `${LIBRARIES}/libonnxruntime_providers_cuda.so with error: `;
const CALL =
  '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:154 std::conditional_t<THRW, void, ' +
  'onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*, const char*, SUCCTYPE, const char*, const ' +
  'char*, int) [with ERRTYPE = cudaError; bool THRW = true; SUCCTYPE = cudaError; std::conditional_t<THRW, void, ' +
  'common::Status> = void] ';

it('names the library that the loader does not find', () => {
  const missing = 'libcublasLt.so.13: cannot open shared object file: No such file or directory\n';
  expect(failureText(PLAIN, LOG + missing)).toBe('the library libcublasLt.so.13 is missing');
});

it('gives what CUDA says without the way it came', () => {
  const failure = 'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version';
  const rest =
    ' ; GPU=-1 ; hostname=vm ; file=/onnxruntime_src/a.cc ; line=352 ; expr=cudaSetDevice(info_.device_id); \n\n';
  expect(failureText(CALL + CALL + failure + rest, '')).toBe(failure);
});

it('gives the message itself where nothing more is known', () => {
  expect(failureText(PLAIN, '')).toBe(PLAIN);
});
