import { UserError } from '../../core/errors';

/**
 * The proxy that the environment names for an `https:` URL, as curl reads it: `https_proxy`, else `all_proxy`, in small
 * letters or capitals, but for what `no_proxy` lists.
 *
 * @throws UserError where what is named is no HTTP proxy
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): URL | undefined {
  const named = valueOf('https_proxy', environment) ?? valueOf('all_proxy', environment);
  if (named === undefined || isExempt(url, valueOf('no_proxy', environment) ?? '')) return undefined;
  const text = named.includes('://') ? named : `http://${named}`;
  if (URL.canParse(text)) {
    const proxy = new URL(text);
    if (proxy.protocol === 'http:' || proxy.protocol === 'https:') return proxy;
  }
  const found = withoutCredentials(named);
  throw new UserError(`https_proxy: expected the URL of an HTTP proxy, such as http://proxy:3128, found ${found}`);
}

/** A password must not get into what is shown and logged. */
function withoutCredentials(proxy: string): string {
  return proxy.replace(/^([a-z\d+.-]+:\/\/)?.*@/i, '$1…@');
}

/** An empty one is as good as none. */
function valueOf(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  return [environment[name], environment[name.toUpperCase()]].find((value) => value !== undefined && value !== '');
}

/** Whether a list names the URL's host, a domain above it, or every host with `*`; where it names a port, that one. */
function isExempt({ hostname, port }: URL, list: string): boolean {
  const usedPort = port || '443';
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', onlyPort = usedPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    return name !== '' && onlyPort === usedPort && (hostname === name || hostname.endsWith(`.${name}`));
  });
}
