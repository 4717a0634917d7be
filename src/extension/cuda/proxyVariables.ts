/** What the editor's settings say of proxies. */
export interface ProxySettings {
  /** `http.proxy`: empty where none is set. */
  readonly proxy: string;
  /** `http.noProxy`: hosts that are reached without it. */
  readonly noProxy: readonly string[];
}

/** The variables by which a process that fetches something hears of the editor's proxy; the user's own win. */
export function proxyVariables({ proxy, noProxy }: ProxySettings, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isNamed = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].some((name) => environment[name]);
  if (proxy === '' || isNamed) return {};
  const none = noProxy.length > 0 ? { no_proxy: noProxy.join(',') } : {};
  return { https_proxy: proxy, ...none };
}
