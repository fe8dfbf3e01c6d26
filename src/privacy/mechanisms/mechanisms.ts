// The mechanisms: one list. To add one, write its record and name it here.

import { gaussian } from "./gaussian.ts";
import { laplace } from "./laplace.ts";
import type { MechanismRecord } from "./mechanism.ts";

const records: readonly [typeof laplace, typeof gaussian] = [laplace, gaussian];

type Records = (typeof records)[number];
type RequestOf<R> = R extends MechanismRecord<infer Request, string> ? Request : never;
type NoiseOf<R> = R extends MechanismRecord<infer _, infer Noise> ? Noise : never;

/** What a release may ask for. */
export type Mechanism = RequestOf<Records>;
export type MechanismName = Mechanism["mechanism"];
/** Noise of a known kind, as descriptions name it. */
export type KnownNoise = NoiseOf<Records>;

/** Every mechanism. */
export const mechanisms: readonly MechanismRecord[] = records as unknown as readonly MechanismRecord[];
export const mechanismNames: readonly MechanismName[] = records.map(({ name }) => name);
/** Noise of all mechanisms in words. */
export const noiseWords: Readonly<Record<KnownNoise, string>> = Object.assign(
  {},
  ...records.map(({ noises }) => noises),
) as Readonly<Record<KnownNoise, string>>;
export const knownNoises: readonly KnownNoise[] = Object.keys(noiseWords) as KnownNoise[];

/** The mechanism that is asked for by this name; undefined where there is none. */
export function mechanismOf(name: MechanismName): MechanismRecord;
export function mechanismOf(name: string): MechanismRecord | undefined;
export function mechanismOf(name: string): MechanismRecord | undefined {
  return mechanisms.find((each) => each.name === name);
}

/** The mechanism whose noise is of this kind; undefined for noise of no known kind. */
export function mechanismOfNoise(noise: KnownNoise): MechanismRecord;
export function mechanismOfNoise(noise: string): MechanismRecord | undefined;
export function mechanismOfNoise(noise: string): MechanismRecord | undefined {
  return mechanisms.find(({ noises }) => Object.hasOwn(noises, noise));
}
