// `npm start`: sets up, then trains a sparse autoencoder on the bundled model.
import { ROOT, run, setUp } from './setup.mjs';

setUp();
run(process.execPath, [`${ROOT}dist/quanta.cjs`, 'train', 'media/samples/quick.quanta.json']);
