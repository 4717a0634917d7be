import { describe, expect, it } from 'vitest';
import { withoutEditor } from '../../../src/extension/training/processEnvironment';

describe('the environment of a training process', () => {
  it('is the editor’s without what the editor keeps there for itself', () => {
    const own = {
      ELECTRON_RUN_AS_NODE: '1',
      VSCODE_IPC_HOOK: '/run/ipc',
      vscode_pid: '1',
      NODE_CHANNEL_FD: '3',
      ELECTRON_NO_ATTACH_CONSOLE: '1',
    };
    const users = { PATH: '/bin', HF_HOME: '/models', CUDA_VISIBLE_DEVICES: '1', MY_VSCODE_: 'x', NODE_PATH: '/lib' };
    expect(withoutEditor({ ...own, ...users })).toEqual(users);
  });

  it('has the user’s options for Node, unless a debugger has set them', () => {
    const options = { NODE_OPTIONS: '--max-old-space-size=8192' };
    expect(withoutEditor(options)).toEqual(options);
    expect(withoutEditor({ Node_Options: '--require bootloader.js', VSCODE_INSPECTOR_OPTIONS: '{}' })).toEqual({});
  });
});
