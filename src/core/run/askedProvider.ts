import { saeKeys } from '../config/saeKeys';
import type { Provider, SaeConfig } from '../config/saeConfig';
import { UserError } from '../errors';
import type { ProviderSource } from './providerRecord';

/** The environment's variable by which an editor passes on its setting; it counts where nothing else names a provider. */
export const PROVIDER_VARIABLE = 'QUANTA_PROVIDER';

/** The provider that a run asks for, and who named it: the command line, else the config, else the setting, else nobody. */
export function askedProvider(
  flag: Provider | undefined,
  config: Pick<SaeConfig, 'provider'>,
  setting: Provider | undefined,
): { asked: Provider; asked_by: ProviderSource } {
  if (flag !== undefined) return { asked: flag, asked_by: 'flag' };
  if (config.provider !== undefined) return { asked: config.provider, asked_by: 'config' };
  if (setting !== undefined) return { asked: setting, asked_by: 'setting' };
  return { asked: 'auto', asked_by: 'default' };
}

/**
 * The provider that the environment asks for; undefined where it names none.
 *
 * @throws UserError where there is no such provider
 */
export function providerSetting(environment: Readonly<Record<string, string | undefined>>): Provider | undefined {
  const value = environment[PROVIDER_VARIABLE];
  if (!value) return undefined;
  const { data, error } = saeKeys.provider.safeParse(value);
  if (data !== undefined) return data;
  throw new UserError(
    `${PROVIDER_VARIABLE} (in VS Code: the setting quanta.provider): ${error.issues[0]!.message}, found "${value}"`,
  );
}
