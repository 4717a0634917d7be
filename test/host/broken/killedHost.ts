import { test } from 'mocha';

test('is killed with the extension host', () => {
  process.kill(process.pid, 'SIGKILL');
});
