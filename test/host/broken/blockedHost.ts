import { test } from 'mocha';

test('never gives the extension host back', () => {
  for (;;);
});
