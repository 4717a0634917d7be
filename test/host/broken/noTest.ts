import { suite } from 'mocha';

suite('has no test', () => undefined);
