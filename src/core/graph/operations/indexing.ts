import { typeCode } from '../onnx/proto';
import { operation } from '../operation';
import type { Shape } from '../shape';
import type { Tensor } from '../tensor';

/** Inputs: data, integer indices. The indices' shape takes the place of the axis. */
export const gather = operation<readonly [Tensor, Tensor], { axis: number }>('Gather', {
  shape: ([data, indices], { axis }) => [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)],
  onnx: (emitter, [data, indices], _, { axis }) => emitter.node('Gather', [data, indices], { axis }),
  gradient: ([data, indices], _, d, { axis }) => {
    // Scattering works on the first axis: bring the gathered axes to the front, scatter, and move the axis back.
    const before = data.shape.map((__, a) => a).slice(0, axis);
    const gathered = indices.shape.map((__, a) => axis + a);
    const after = data.shape.slice(axis + 1).map((__, a) => axis + indices.rank + a);
    const rows = d.transpose([...gathered, ...before, ...after]);
    const scatteredShape = [data.shape[axis]!, ...data.shape.slice(0, axis), ...data.shape.slice(axis + 1)];
    const scattered = scatterAdd([indices, rows], { shape: scatteredShape });
    const back = [...before.map((a) => a + 1), 0, ...data.shape.slice(axis + 1).map((__, a) => axis + 1 + a)];
    return [scattered.transpose(back), undefined];
  },
});

/** Inputs: integer indices, rows. Adds each row to the index-th row of a zero tensor of `shape`; undoes a gather. */
export const scatterAdd = operation<readonly [Tensor, Tensor], { shape: Shape }>('ScatterND', {
  shape: (_, { shape }) => shape,
  type: ([, rows]) => rows.type,
  onnx: (emitter, [indices, rows], node, { shape }) => {
    const zeros = emitter.node('Expand', [emitter.scalar(0, node.type), emitter.indices(shape)]);
    const index = emitter.node('Cast', [emitter.node('Unsqueeze', [indices, emitter.indices([-1])])], {
      to: typeCode('int64'),
    });
    return emitter.node('ScatterND', [zeros, index, rows], { reduction: 'add' });
  },
  gradient: ([indices], _, d) => [undefined, d.gather(indices, 0)],
});

/** Along the last axis, those of the k largest values that are positive; zeros elsewhere. Of equal values the earlier. */
export const topKRelu = operation<readonly [Tensor], { k: number }>('TopK', {
  shape: ([x], { k }) => {
    const width = x.shape.at(-1) ?? 0;
    if (k < 1 || k > width) throw new Error(`cannot take the ${k} largest of ${width} values`);
    return x.shape;
  },
  onnx: (emitter, [x], node, { k }) => {
    const [largest, places] = emitter.outputs('TopK', [x, emitter.indices([k])], 2, { sorted: 0, axis: -1 });
    const zeros = emitter.node('Expand', [emitter.scalar(0, node.type), emitter.indices(node.shape)]);
    // Relu on k values a row, where a rectified x would be a pass over all of them.
    return emitter.node('ScatterElements', [zeros, places!, emitter.node('Relu', [largest!])], { axis: -1 });
  },
  gradient: (_, out, d) => [out.greater(0).where(d, 0)],
});
