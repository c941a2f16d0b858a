/** Two small models: a network with one hidden layer, and a choice among the members of a group. */
import { sigmoid } from "../../src/patterns/logistic.ts";
import { randomSource } from "../../src/tab/eval/random.ts";
import type { Network } from "../../src/tab/predictors/place-model.ts";

export interface Sample {
  readonly values: Float64Array;
  readonly right: boolean;
  /** The question it belongs to. */
  readonly group: number;
}

const BATCH = 1024;

/** Adam, one state for all parameters. */
class Steps {
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private count = 0;

  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.square = new Float64Array(size);
  }

  take(parameters: Float64Array, gradient: Float64Array, rate: number): void {
    this.count++;
    const first = 1 - 0.9 ** this.count;
    const second = 1 - 0.999 ** this.count;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i]! + 2e-5 * parameters[i]!;
      this.mean[i] = 0.9 * this.mean[i]! + 0.1 * g;
      this.square[i] = 0.999 * this.square[i]! + 0.001 * g * g;
      parameters[i]! -=
        (rate * (this.mean[i]! / first)) / (Math.sqrt(this.square[i]! / second) + 1e-8);
    }
  }
}

/** Trains a network that says how likely a sample is right. */
export function trainNetwork(
  samples: readonly Sample[],
  hidden: number,
  epochs: number,
  seed: number,
): Network {
  const size = samples[0]!.values.length;
  const { mean, scale } = scalesOf(samples, size);
  const random = randomSource(seed);
  const width = size + 2;
  const parameters = new Float64Array(hidden * width + 1);
  for (let h = 0; h < hidden; h++) {
    for (let i = 0; i < size; i++) parameters[h * width + i] = normal(random) / Math.sqrt(size);
    parameters[h * width + size + 1] = normal(random) / Math.sqrt(hidden);
  }
  parameters[hidden * width] = -2;
  const steps = new Steps(parameters.length);
  const gradient = new Float64Array(parameters.length);
  const scaled = new Float64Array(size);
  const inner = new Float64Array(hidden);
  const order = Uint32Array.from(samples, (_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const rate = 3e-3 * 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs)) + 1e-5;
    for (let start = 0; start < order.length; start += BATCH) {
      gradient.fill(0);
      const end = Math.min(order.length, start + BATCH);
      for (let n = start; n < end; n++) {
        const { values, right } = samples[order[n]!]!;
        for (let i = 0; i < size; i++) scaled[i] = (values[i]! - mean[i]!) / scale[i]!;
        let sum = parameters[hidden * width]!;
        for (let h = 0; h < hidden; h++) {
          const at = h * width;
          let value = parameters[at + size]!;
          for (let i = 0; i < size; i++) value += parameters[at + i]! * scaled[i]!;
          inner[h] = Math.tanh(value);
          sum += parameters[at + size + 1]! * inner[h]!;
        }
        const error = (sigmoid(sum) - (right ? 1 : 0)) / (end - start);
        gradient[hidden * width]! += error;
        for (let h = 0; h < hidden; h++) {
          const at = h * width;
          gradient[at + size + 1]! += error * inner[h]!;
          const back = error * parameters[at + size + 1]! * (1 - inner[h]! ** 2);
          gradient[at + size]! += back;
          for (let i = 0; i < size; i++) gradient[at + i]! += back * scaled[i]!;
        }
      }
      steps.take(parameters, gradient, rate);
    }
  }
  const units = Array.from({ length: hidden }, (_, h) => {
    const own = parameters.subarray(h * width, h * width + size);
    const weights = Array.from(own, (weight, i) => weight / scale[i]!);
    const shift = weights.reduce((sum, weight, i) => sum + weight * mean[i]!, 0);
    return {
      weights,
      bias: parameters[h * width + size]! - shift,
      out: parameters[h * width + size + 1]!,
    };
  });
  return { units, bias: parameters[hidden * width]! };
}

/** Trains weights by which the right member of each group gets the greatest share. */
export function trainChoice(samples: readonly Sample[], rounds: number): number[] {
  const size = samples[0]!.values.length;
  const weights = new Float64Array(size);
  const steps = new Steps(size);
  const groups = groupsOf(samples).filter((group) => group.some(({ right }) => right));
  for (let round = 0; round < rounds; round++) {
    const gradient = new Float64Array(size);
    for (const group of groups) {
      const scores = group.map(({ values }) => dot(weights, values));
      const most = Math.max(...scores);
      const parts = scores.map((score) => Math.exp(score - most));
      const total = parts.reduce((sum, part) => sum + part, 0);
      group.forEach(({ values, right }, at) => {
        const error = (parts[at]! / total - (right ? 1 : 0)) / groups.length;
        for (let i = 0; i < size; i++) gradient[i]! += error * values[i]!;
      });
    }
    steps.take(weights, gradient, 0.05);
  }
  return [...weights];
}

export function dot(weights: ArrayLike<number>, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += weights[i]! * values[i]!;
  return sum;
}

export function groupsOf(samples: readonly Sample[]): Sample[][] {
  const groups = new Map<number, Sample[]>();
  for (const sample of samples) {
    const group = groups.get(sample.group);
    if (group) group.push(sample);
    else groups.set(sample.group, [sample]);
  }
  return [...groups.values()];
}

function scalesOf(samples: readonly Sample[], size: number) {
  const mean = new Float64Array(size);
  const scale = new Float64Array(size);
  for (const { values } of samples) for (let i = 0; i < size; i++) mean[i]! += values[i]!;
  for (let i = 0; i < size; i++) mean[i]! /= samples.length;
  for (const { values } of samples) {
    for (let i = 0; i < size; i++) scale[i]! += (values[i]! - mean[i]!) ** 2;
  }
  for (let i = 0; i < size; i++) scale[i] = Math.sqrt(scale[i]! / samples.length) + 1e-3;
  return { mean, scale };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
