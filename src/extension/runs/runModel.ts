import { basename } from 'node:path';
import { askedConfig } from '../../core/run/askedConfig';
import { runName, type RunSummary } from '../../store/runList';

/** The name of the model that a run or a sweep is of: as it was found, or as its config says while it has not begun. */
export function modelNameOf({ run, sweep, request }: Pick<RunSummary, 'run' | 'sweep' | 'request'>): string {
  const begun = run ?? sweep;
  if (begun) return begun.model.name;
  const config = request && askedConfig(request);
  // Of a config that cannot be read its process will say what is wrong with it.
  return config ? basename(config.model, '.pth') : '?';
}

/** What a run is called among those of its model: without the model's name, where its config file's begins with it. */
export function nameAmongItsModels(summary: RunSummary): string {
  const name = runName(summary);
  // What the user calls it stays as it is.
  if (summary.name !== undefined) return name;
  const [first = '', ...rest] = name.split('-');
  return first !== '' && rest.length > 0 && modelNameOf(summary).startsWith(first) ? rest.join('-') : name;
}
