// Random numbers on the device: Philox4x32-10 as in src/numerics/random.ts, standard normals by Box and Muller (1958).

import { float32Literal, horner } from "../../compile/wgsl/index.ts";

/** Terms of Taylor's series up to pi/4; the first left out are below 2e-9 and 3e-8. */
const sine = [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362_880];
const cosine = [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40_320];

/**
 * `philox(counter, key)` gives four words; `unit(word)` a number above 0 and at most 1; `normals(words)` four standard normals, at most 6.8
 * in size. Needs `float_log`. Sine and cosine are our own, because WGSL asks no more of its own than an error of 2^-11.
 */
export const randomSource: string = `
fn high_product(a: u32, b: u32) -> u32 {
  let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
  let cross = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (cross >> 16u);
}

fn philox(start: vec4<u32>, first_key: vec2<u32>) -> vec4<u32> {
  var counter = start;
  var key = first_key;
  for (var round = 0u; round < 10u; round += 1u) {
    let high0 = high_product(0xd2511f53u, counter.x);
    let high2 = high_product(0xcd9e8d57u, counter.z);
    counter = vec4<u32>(
      high2 ^ counter.y ^ key.x, 0xcd9e8d57u * counter.z, high0 ^ counter.w ^ key.y, 0xd2511f53u * counter.x
    );
    key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return counter;
}

fn unit(word: u32) -> f32 {
  return f32(word) * ${float32Literal(2 ** -32)} + ${float32Literal(2 ** -33)};
}

fn two_normals(radius: u32, angle: u32) -> vec2<f32> {
  let size = sqrt(max(0f, -2f * float_log(unit(radius))));
  // Quarters of the circle, and what is left of the nearest one.
  let quarters = unit(angle) * 4f;
  let nearest = floor(quarters + 0.5f);
  let r = (quarters - nearest) * ${float32Literal(Math.PI / 2)};
  let z = r * r;
  let s = r * ${horner(sine, "z")};
  let c = ${horner(cosine, "z")};
  let quadrant = u32(nearest) & 3u;
  let turned = select(vec2<f32>(c, s), vec2<f32>(-s, c), (quadrant & 1u) == 1u);
  return size * select(turned, -turned, quadrant >= 2u);
}

fn normals(words: vec4<u32>) -> vec4<f32> {
  return vec4<f32>(two_normals(words.x, words.y), two_normals(words.z, words.w));
}
`;
