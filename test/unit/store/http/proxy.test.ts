import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../../src/store/http/proxy';

const PROXY = 'http://proxy.example:3128/';
const chosen = (url: string, environment: NodeJS.ProcessEnv) => proxyFor(new URL(url), environment)?.href;

describe('the proxy for a URL', () => {
  it('is the one that the environment names', () => {
    const url = 'https://api.nuget.org/';
    expect(chosen(url, { https_proxy: PROXY, HTTP_PROXY: 'http://other' })).toBe(PROXY);
    expect(chosen(url, { HTTP_PROXY: PROXY })).toBeUndefined();
    expect(chosen(url, { ALL_PROXY: PROXY })).toBe(PROXY);
    expect(chosen(url, { https_proxy: '', HTTPS_PROXY: PROXY })).toBe(PROXY);
    expect(chosen(url, { HTTPS_PROXY: 'proxy.example:3128' })).toBe(PROXY);
    expect(chosen(url, {})).toBeUndefined();
  });

  it.each([
    ['nuget.org', true],
    ['.nuget.org', true],
    ['*.nuget.org', true],
    ['api.nuget.org', true],
    ['API.NuGet.org', true],
    ['other.org, nuget.org', true],
    ['api.nuget.org:443', true],
    ['api.nuget.org:8443', false],
    ['get.org', false],
    ['org.example', false],
    ['*', true],
    ['', false],
    [' , ', false],
  ])('with NO_PROXY %j: none is used: %s', (list, isExempt) => {
    const environment = { HTTPS_PROXY: PROXY, NO_PROXY: list };
    expect(chosen('https://api.nuget.org/v3/index.json', environment)).toBe(isExempt ? undefined : PROXY);
  });

  it('is refused where it is none that speaks HTTP', () => {
    for (const named of ['socks5://proxy:1080', 'http://', 'http://[']) {
      expect(() => chosen('https://api.nuget.org/', { HTTPS_PROXY: named })).toThrow(
        `https_proxy: expected the URL of an HTTP proxy, such as http://proxy:3128, found ${named}`,
      );
    }
  });

  it('is named without its password', () => {
    for (const named of ['socks5://user:secret@proxy:1080', 'socks5://user:se/cr@et@proxy:1080']) {
      const choose = () => chosen('https://api.nuget.org/', { HTTPS_PROXY: named });
      expect(choose).toThrow(/, found socks5:\/\/…@proxy:1080$/);
    }
    expect(() => chosen('https://api.nuget.org/', { HTTPS_PROXY: 'user:secret@[' })).toThrow(/, found …@\[$/);
  });
});
