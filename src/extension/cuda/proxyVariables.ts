/** What the editor's settings say of proxies. */
export interface ProxySettings {
  /** `http.proxy`: empty where none is set. */
  readonly proxy: string;
  /** `http.noProxy`: hosts that are reached without it. */
  readonly noProxy: readonly string[];
}

/** The variables by which a process that fetches something hears of the editor's proxy; the user's own win. */
export function proxyVariables({ proxy, noProxy }: ProxySettings, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isNamed = (names: readonly string[]) => names.some((name) => environment[name]);
  if (proxy === '' || isNamed(['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])) return {};
  const hasExceptions = noProxy.length > 0 && !isNamed(['no_proxy', 'NO_PROXY']);
  return { https_proxy: proxy, ...(hasExceptions && { no_proxy: noProxy.join(',') }) };
}
