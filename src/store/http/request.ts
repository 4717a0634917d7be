import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { UserError } from '../../core/errors';
import { connectionError, ConnectionError } from './connectionError';
import { proxyFor } from './proxy';

/** How to ask a server. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Names the proxies. */
  readonly environment?: NodeJS.ProcessEnv;
}

const MOST_REDIRECTIONS = 5;
const REDIRECTIONS = [301, 302, 303, 307, 308];
/** The server was too slow, or has been asked too often. */
const PASSING = [408, 429];
const SILENCE_SECONDS = 60;

/**
 * Asks for a URL by GET, through the proxy that the environment names for it, and follows redirections.
 *
 * @returns the answer with status 200 or 206, or another one of those that are asked for; its body must be read or
 *   destroyed
 * @throws ConnectionError where the server is not reached, or cannot answer at present
 * @throws UserError where the URL or a redirection is not to be trusted with programs, or the server refuses
 */
export async function request(
  address: string,
  options: RequestOptions = {},
  otherStatuses: readonly number[] = [],
): Promise<http.IncomingMessage> {
  let url = safeUrl(address);
  for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
    const answer = await ask(url, options);
    const { location } = answer.headers;
    const status = answer.statusCode!;
    if (status === 200 || status === 206 || otherStatuses.includes(status)) return answer;
    answer.destroy();
    if (!REDIRECTIONS.includes(status) || location === undefined) {
      throw refusal(`${url.href}: the server answers`, answer);
    }
    url = safeUrl(location, url);
  }
  throw new UserError(`${address}: more than ${MOST_REDIRECTIONS} redirections`);
}

/**
 * The parts of an answer's body, as they come.
 * @throws ConnectionError where they end too soon
 */
export async function* bodyOf(answer: http.IncomingMessage, address: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const part of answer) yield part as Buffer;
  } catch (error) {
    throw connectionError(new URL(address).origin, error);
  }
}

/** @param who the server, or a proxy, and what it does, for people */
function refusal(who: string, { statusCode, statusMessage }: http.IncomingMessage): Error {
  const text = `${who} ${statusCode} ${statusMessage}`;
  return statusCode! >= 500 || PASSING.includes(statusCode!) ? new ConnectionError(text) : new UserError(text);
}

/** What comes from these places is loaded as a program: nobody on the way may change it. */
function safeUrl(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw new UserError(`${address}: expected a URL that begins with https://`);
  const url = new URL(address, base);
  // The addresses that a feed names would lack them all the same, and messages show URLs.
  if (url.username !== '' || url.password !== '') {
    throw new UserError(`${url.origin}: refused: the URL has a user name or password in it; name one that needs none`);
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url))) return url;
  throw new UserError(`${url.href}: refused: programs are fetched through https:// only`);
}

function isThisMachine({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

async function ask(url: URL, options: RequestOptions): Promise<http.IncomingMessage> {
  try {
    return await connectAndAsk(url, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    const isTold = error instanceof UserError || error instanceof ConnectionError;
    throw isTold ? error : connectionError(url.origin, error);
  }
}

async function connectAndAsk(url: URL, options: RequestOptions): Promise<http.IncomingMessage> {
  const { headers = {}, signal, environment = process.env } = options;
  const common = { headers: { ...headers, 'user-agent': 'quanta' }, signal };
  const proxy = isThisMachine(url) ? undefined : proxyFor(url, environment);
  if (!proxy) return answerOf(schemeOf(url).request(url, common));
  const socket = await tunnel(proxy, url, signal);
  // The one that the server's certificate must name.
  const name = isIP(url.hostname) ? { host: url.hostname } : { servername: url.hostname };
  const createConnection = () => connect({ socket, ...name });
  // Of a connection that is given to it, Node would take the port to be HTTP's.
  return answerOf(https.request(url, { ...common, defaultPort: 443, createConnection }));
}

/** A connection to a server through a proxy, which sees nothing of what is said on it. */
async function tunnel(proxy: URL, { hostname, port }: URL, signal?: AbortSignal): Promise<Duplex> {
  const path = `${hostname}:${port || 443}`;
  const asking = schemeOf(proxy).request(proxy, {
    method: 'CONNECT',
    path,
    headers: { ...authorisation(proxy), host: path },
    signal,
  });
  endWhenSilent(asking);
  asking.end();
  const name = `the proxy ${proxy.origin}`;
  const [answer, socket] = (await once(asking, 'connect').catch((error: unknown) => {
    throw connectionError(name, error, "HTTPS_PROXY, ALL_PROXY or the editor's http.proxy names it");
  })) as [http.IncomingMessage, Duplex];
  if (answer.statusCode === 200) return socket;
  socket.destroy();
  throw refusal(`${name}: asked for ${path}, it answers`, answer);
}

async function answerOf(asking: http.ClientRequest): Promise<http.IncomingMessage> {
  endWhenSilent(asking);
  asking.end();
  const [answer] = (await once(asking, 'response')) as [http.IncomingMessage];
  // What goes wrong from now on, the answer's body tells.
  asking.on('error', () => undefined);
  return answer;
}

function endWhenSilent(asking: http.ClientRequest): void {
  let answer: http.IncomingMessage | undefined;
  asking.once('response', (begun: http.IncomingMessage) => (answer = begun));
  asking.setTimeout(1000 * SILENCE_SECONDS, () => {
    (answer ?? asking).destroy(new Error(`nothing was heard for ${SILENCE_SECONDS} seconds`));
  });
}

function schemeOf({ protocol }: URL): typeof http | typeof https {
  return protocol === 'https:' ? https : http;
}

function authorisation({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UserError("https_proxy: in a proxy's user name and password, a % must be written as %25");
  }
}
