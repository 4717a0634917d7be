import type { Precision } from '../core/config/saeConfig';
import { UserError } from '../core/errors';
import type { UsableProvider } from './provider';

/** The providers that compute matrix products in a precision. */
const PROVIDERS: Record<Precision, readonly UsableProvider[] | undefined> = {
  float32: undefined,
  tf32: ['cuda'],
  float16: ['cuda', 'webgpu', 'dml'],
};

/** Why a provider cannot train in a precision; undefined where it can, as far as that can be known without trying. */
export function whyNotIn(precision: Precision, provider: UsableProvider): string | undefined {
  const able = PROVIDERS[precision];
  if (able === undefined || able.includes(provider)) return undefined;
  const names = able.map((name) => `"${name}"`).join(' or ');
  return `provider "${provider}" cannot compute products in ${precision}; ask for provider ${names}, or for precision "float32"`;
}

/** @throws UserError where a provider cannot train in a precision */
export function refusePrecision(precision: Precision, provider: UsableProvider): void {
  const reason = whyNotIn(precision, provider);
  if (reason !== undefined) throw new UserError(reason);
}

/** The error to tell the user where a device turns out to lack a precision; else the one that was thrown. */
export function precisionFailure(precision: Precision | undefined, error: unknown): unknown {
  const lacking = precision === 'float16' && error instanceof Error && error.message.includes('requires f16');
  if (!lacking) return error;
  return new UserError(
    'this GPU, or its driver, cannot compute in float16 ("shader-f16"); ask for precision "float32"',
  );
}
